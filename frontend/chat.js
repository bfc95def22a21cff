/**
 * The chat page: HTMX adds each turn, and this keeps the field as one expects it. And on every page: leave quickly.
 */

import htmx from "htmx.org";

const FIELD = "bericht";
const find = (id) => document.getElementById(id);

// Printing by a button needs a script; without it a text tells how.
htmx.onLoad((part) => {
  for (const element of part.querySelectorAll("[data-print]")) element.hidden = !element.hidden;
});

document.addEventListener("click", (event) => {
  const away = event.target.closest(".danger__links [rel=noreferrer]");
  if (away) {
    // The page one leaves is not one step back.
    event.preventDefault();
    location.replace(away.href);
  } else if (event.target.closest("button[data-print]")) print();
});

document.addEventListener("keydown", (event) => {
  if (event.target.id !== FIELD || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

// What is wrong with a message stands beside the field, where the server puts it.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.getResponseHeader("HX-Retarget")) detail.shouldSwap = true;
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const field = find(FIELD);
  if (!field) return;
  const { successful, xhr, requestConfig } = detail;
  const isRefused = xhr.status === 400;
  if (successful) find("fout").replaceChildren();
  else if (!isRefused && xhr.status !== 200) find("fout").replaceChildren(find("storing").content.cloneNode(true));
  field.ariaInvalid = String(isRefused);
  if (requestConfig.elt !== field.form) return;
  // What was typed meanwhile stays.
  if (successful && field.value === requestConfig.formData.get("message")) field.value = "";
  field.focus({ preventScroll: successful });
});
