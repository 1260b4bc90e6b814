"""The API's description, complete: variables of every address, words of the query, how to sign in with a token."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .page import Page

WORDS = {
    "known": ("as known on: an ISO day or time; only what had been acquired by then", {"type": "string"}),
    "page": ("page of rows, from 1", {"type": "integer", "minimum": 1}),
    "day": ("local day, like 2020-07-14", {"type": "string"}),
    "from": ("first local day", {"type": "string"}),
    "to": ("last local day", {"type": "string"}),
    "q": ("words to look for, or the query", {"type": "string"}),
}


def parameters_of(page: Page) -> list[dict[str, Any]]:
    """OpenAPI parameters of a page's address and of the words that it understands."""
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", page.path)
    ]
    for word in ("known", *page.words):
        says, kind = WORDS.get(word, (word.replace("_", " "), {"type": "string"}))
        found.append({"name": word, "in": "query", "required": False, "description": says, "schema": kind})
    return found


def complete(app: FastAPI) -> None:
    """Adds what FastAPI cannot see: bearer tokens, and that without one a reader gets what is published."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(title=app.title, version="1", description=app.description, routes=app.routes)
            schemes = found.setdefault("components", {}).setdefault("securitySchemes", {})
            schemes["token"] = {
                "type": "http",
                "scheme": "bearer",
                "description": "of a role, made by `holdfire serve CASE --role ROLE --new-token LABEL`",
            }
            found["security"] = [{}, {"token": []}]
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]  # the documented way to extend it
