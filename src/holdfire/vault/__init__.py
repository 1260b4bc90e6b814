"""The vault: bytes -> sealed evidence. Blobs, custody, the transparency log, its signers and witnesses, bundles.

Nothing here knows what the evidence says. Formats are C2SP's, unchanged (docs/vault.md lists them with their tags).
"""
