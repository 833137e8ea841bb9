"""A stand-in as SDK authors write it for their own tests: short ids, few fields, `title` and
`detail` for errors, expiry 0, HTTP/1.0, and 501 for what is not written yet."""

import json
import re
from http.server import BaseHTTPRequestHandler

KEY = "1ck_0f1e2d3c4b5a69788796a5b4c3d2e1f0"
STATES = (
    "healthy",
    "key_refused",
    "vault_missing",
    "vault_forbidden",
    "everything_forbidden",
    "payment",
    "vaults_broken",
)


def routes(state):
    vaults = [] if state == "vault_missing" else [{"id": "v1", "name": "my-vault"}]
    table = {
        "/v1/health": (200, {"status": "ok"}),
        "/v1/vaults": (200, {"vaults": vaults}),
        "/v1/vaults/v1": (200, {"id": "v1"}),
        "/v1/vaults/v1/secrets": (200, {"secrets": [{"path": "db/creds", "type": "generic"}]}),
        "/v1/auth/me": (200, {"id": "u1", "email": "a@example.com"}),
    }
    if state == "vault_missing":
        table["/v1/vaults/v1"] = (404, "Vault not found")
        table["/v1/vaults/v1/secrets"] = (404, "Vault not found")
    if state == "vault_forbidden":
        table["/v1/vaults/v1/secrets"] = (403, "forbidden")
    if state == "payment":
        table["/v1/vaults/v1/secrets"] = (402, "pay first")
    if state == "vaults_broken":
        table["/v1/vaults"] = (503, "try later")
    return table


def make_handler(state):
    table = routes(state)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def tell(self, status, body):
            if status >= 400:
                body = {"title": self.responses.get(status, ("Error",))[0], "detail": body}
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def do_GET(self):
            path = re.sub(r"\?.*", "", self.path)
            if path == "/v1/health":
                return self.tell(*table[path])
            if not self.headers.get("Authorization", "").startswith("Bearer eyJ"):
                status = 501 if path.startswith("/.well-known") or path.endswith("hsm") else 401
                return self.tell(status, "Unauthorized" if status == 401 else "not written yet")
            if state == "everything_forbidden":
                return self.tell(403, "nope")
            return self.tell(*table.get(path, (501, "not written yet")))

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            if self.path != "/v1/auth/api-key-token":
                return self.tell(405, "method not allowed")
            if state == "key_refused" or body.get("api_key") != KEY:
                return self.tell(401, "Invalid API key")
            return self.tell(
                200, {"access_token": "eyJ.test.jwt", "token_type": "Bearer", "expires_in": 0}
            )

    return Handler
