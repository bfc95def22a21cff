"""What Flask-Security says, in our words. It looks each text up in our own catalogues."""


def _l(text: str) -> str:
    """Mark a text for the catalogues."""
    return text


_AGAIN = _l("Dit duurde te lang. Begin opnieuw.")
_NO_PASSKEY = _l("Dit lukt niet met deze passkey. Log in met uw wachtwoord, of probeer het nog eens.")
_REPEAT = _l("De twee wachtwoorden zijn niet hetzelfde.")

MESSAGES = {
    "API_ERROR": (_l("Dit formulier kunnen wij niet lezen. Probeer het nog eens."), "error"),
    # One text for every reason, so that nobody learns which addresses have an account, or which ones are locked.
    "GENERIC_AUTHN_FAILED": (
        _l(
            "Het e-mailadres of het wachtwoord klopt niet. Ging het vaker mis? Wacht dan even, "
            "of kies een nieuw wachtwoord."
        ),
        "error",
    ),
    "UNAUTHENTICATED": (_l("Log eerst in."), "info"),
    "REAUTHENTICATION_REQUIRED": (_l("Geef voor deze stap nog eens uw wachtwoord."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_l("Dank u. U kunt verder."), "info"),
    "PASSWORD_RESET_REQUEST": (
        _l("Staat dit adres bij ons bekend? Dan krijgt u een mail waarmee u een nieuw wachtwoord kiest."),
        "info",
    ),
    "PASSWORD_RESET_EXPIRED": (_l("Deze link is verlopen. Vraag hier een nieuwe aan."), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (_l("Deze link werkt niet (meer). Vraag hier een nieuwe aan."), "error"),
    "PASSWORD_RESET_NO_LOGIN": (_l("Uw wachtwoord is bewaard. U kunt er nu mee inloggen."), "success"),
    "PASSWORD_CHANGE": (_l("Uw wachtwoord is veranderd."), "success"),
    "RETYPE_PASSWORD_MISMATCH": (_REPEAT, "error"),
    "INVALID_REDIRECT": (_l("Deze link gaat naar een andere site. Dat kan niet."), "error"),
    "EMAIL_NOT_PROVIDED": (_l("Vul uw e-mailadres in."), "error"),
    "INVALID_EMAIL_ADDRESS": (_l("Dit is geen e-mailadres. Een voorbeeld: naam@gemeente.nl."), "error"),
    "PASSWORD_NOT_PROVIDED": (_l("Vul een wachtwoord in."), "error"),
    "PASSWORD_INVALID_LENGTH": (_l("Kies een wachtwoord van %(length)s tekens of meer."), "error"),
    "PASSWORD_TOO_SIMPLE": (
        _l("Dit wachtwoord is te raden. Neem bijvoorbeeld vier gewone woorden die niets met elkaar te maken hebben."),
        "error",
    ),
    "INVALID_PASSWORD": (_l("Dit wachtwoord klopt niet."), "error"),
    "PASSWORD_IS_THE_SAME": (_l("Dit is uw oude wachtwoord. Kies een ander."), "error"),
    "ANONYMOUS_USER_REQUIRED": (_l("U bent al ingelogd."), "info"),
    "TWO_FACTOR_INVALID_TOKEN": (_l("Deze code klopt niet (meer). Vul de code in die de app nu laat zien."), "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_l("U bent ingelogd."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        _l("De code uit de app staat aan. Maak nu ook herstelcodes, voor als u uw telefoon kwijt bent."),
        "success",
    ),
    "TWO_FACTOR_PERMISSION_DENIED": (_l("Log opnieuw in."), "error"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_l("Dit kan niet. Probeer het nog eens."), "error"),
    "TWO_FACTOR_DISABLED": (_l("De code uit de app staat uit."), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (_AGAIN, "error"),
    "INVALID_RECOVERY_CODE": (_l("Deze herstelcode klopt niet, of is al gebruikt."), "error"),
    "NO_RECOVERY_CODES_SETUP": (_l("U hebt nog geen herstelcodes."), "info"),
    "WEBAUTHN_EXPIRED": (_AGAIN, "error"),
    "WEBAUTHN_NAME_REQUIRED": (_l("Geef de passkey een naam, zoals: mijn telefoon."), "error"),
    "WEBAUTHN_NAME_INUSE": (_l("U hebt al een passkey met de naam %(name)s."), "error"),
    "WEBAUTHN_NAME_NOT_FOUND": (_l("U hebt geen passkey met de naam %(name)s."), "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (_l("Gebruik alleen letters, cijfers, spaties en streepjes."), "error"),
    "INVALID_INPUT": (_l("Dit kunnen wij hier niet gebruiken."), "error"),
    "INVALID_INPUT_LENGTH": (_l("Dit is te lang."), "error"),
    "WEBAUTHN_CREDENTIAL_DELETED": (_l("De passkey %(name)s is weg."), "info"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (_l("De passkey %(name)s is bewaard. U kunt er voortaan mee inloggen."), "info"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (_l("Deze passkey kennen wij al."), "error"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (_NO_PASSKEY, "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (_NO_PASSKEY, "error"),
    "WEBAUTHN_NO_VERIFY": (_NO_PASSKEY, "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (_NO_PASSKEY, "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (_NO_PASSKEY, "error"),
    "USER_DOES_NOT_EXIST": (_NO_PASSKEY, "error"),
    "DISABLED_ACCOUNT": (_NO_PASSKEY, "error"),
}
SUBJECTS = {
    "PASSWORD_RESET": _l("Een nieuw wachtwoord voor Meedoen"),
    "PASSWORD_NOTICE": _l("Uw wachtwoord voor Meedoen is veranderd"),
    "PASSWORD_CHANGE_NOTICE": _l("Uw wachtwoord voor Meedoen is veranderd"),
}


def message_settings() -> dict[str, object]:
    """These texts as settings of Flask-Security."""
    messages = {f"SECURITY_MSG_{key}": message for key, message in MESSAGES.items()}
    return messages | {f"SECURITY_EMAIL_SUBJECT_{key}": subject for key, subject in SUBJECTS.items()}
