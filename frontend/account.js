/**
 * Passkeys, the only part of the accounts that needs a script: the browser makes one ("create") or shows one ("get"),
 * and what it gives goes to the server as JSON in a form.
 */

/** Bytes from base64url. */
function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/** Base64url of bytes. */
function base64url(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The options of the server, as the browser wants them: with bytes. */
function asOptions(text) {
  const options = JSON.parse(text);
  const known = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: known(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }),
  };
}

/** What the browser gave, as the server wants it: in base64url. */
function asText(credential) {
  const { response } = credential;
  const facts = { clientDataJSON: base64url(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) facts[name] = base64url(response[name]);
  }
  if (response.getTransports) facts.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: base64url(credential.rawId),
    type: credential.type,
    response: facts,
    extensions: JSON.stringify(credential.getClientExtensionResults()),
  });
}

/** Ask the browser for the passkey, and send what it gives. */
async function use(part) {
  const form = part.querySelector("form");
  const problem = part.querySelector("[data-problem]");
  problem.hidden = true;
  try {
    const credential = await navigator.credentials[part.dataset.passkey]({ publicKey: asOptions(part.dataset.options) });
    form.elements.credential.value = asText(credential);
    form.submit();
  } catch {
    problem.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys], [data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = true;
  for (const part of document.querySelectorAll("[data-passkey]")) {
    part.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      use(part);
    });
    // Most browsers let us begin at once; the others want a press of the button first.
    use(part);
  }
}
