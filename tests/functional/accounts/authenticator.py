"""A device with passkeys, in software: what a browser and a phone do together."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey for one site."""

    origin: str = "http://localhost"
    site: str = "localhost"
    verifies: bool = True  # whether it asks for a finger, a face or a pin
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""
    uses: int = 0

    def create(self, options: str) -> str:
        """Make the passkey."""
        asked = json.loads(options)
        self.user_handle = base64url_to_bytes(asked["user"]["id"])
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._facts(NEW_KEY) + self._new_key()}
        return self._answer(
            clientDataJSON=self._client_data("webauthn.create", asked), attestationObject=cbor2.dumps(attestation)
        )

    def get(self, options: str) -> str:
        """Log in with the passkey."""
        client_data, facts = self._client_data("webauthn.get", json.loads(options)), self._facts()
        signature = self.key.sign(facts + sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=client_data, authenticatorData=facts, signature=signature, userHandle=self.user_handle
        )

    def _client_data(self, kind: str, asked: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": self.origin}).encode()

    def _facts(self, more: int = 0) -> bytes:
        self.uses += 1
        flags = PRESENT | (VERIFIED if self.verifies else 0) | more
        return sha256(self.site.encode()).digest() + bytes([flags]) + self.uses.to_bytes(4, "big")

    def _new_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        return bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": {key: bytes_to_base64url(value) for key, value in response.items()},
                "extensions": "{}",
            }
        )
