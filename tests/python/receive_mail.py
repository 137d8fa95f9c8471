"""Receives mail for the tests with aiosmtpd, and reads it with the parser of Python: nothing here is ours.

Prints one line of JSON for each thing: first its port and the file with the root of its certificate, then each message it
took, and when its input ends, how often somebody logged in, began a mail and sent one.
"""

import argparse
import asyncio
import base64
import email
import email.policy
import json
import logging
import pathlib
import ssl
import sys
import warnings

import trustme
from aiosmtpd.smtp import SMTP, AuthResult


def say(thing):
    print(json.dumps(thing), flush=True)


def read(content):
    """What the parser of Python makes of a message, with all it finds wrong."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    defects = [repr(defect) for defect in message.defects]
    for value in message.values():
        defects += [repr(defect) for defect in value.defects]
    return {
        "headers": [[name, str(value)] for name, value in message.items()],
        "type": message.get_content_type(),
        "charset": message.get_content_charset(),
        "text": message.get_content(),
        "defects": defects,
        "raw": base64.b64encode(content).decode(),
    }


class Handler:
    def __init__(self, replies, login):
        self.replies, self.login = replies, login
        self.count = {"logins": 0, "mails": 0, "messages": 0}

    def authenticate(self, server, session, envelope, mechanism, data):
        self.count["logins"] += 1
        given = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=given == self.login, handled=False, auth_data=data.login.decode())

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.count["mails"] += 1
        if "MAIL" in self.replies:
            return self.replies["MAIL"]
        envelope.mail_from = address
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if "DATA" in self.replies:
            return self.replies["DATA"] or await asyncio.Event().wait()
        self.count["messages"] += 1
        received = read(envelope.original_content)
        received |= {"from": envelope.mail_from, "to": envelope.rcpt_tos, "hello": session.host_name}
        received |= {"encrypted": server.transport.get_extra_info("ssl_object") is not None}
        received |= {"user": session.auth_data}
        say(received)
        return "250 2.0.0 OK"


class Overheard(SMTP):
    """Somebody on the way adds replies to the last one in clear: to EHLO, MAIL, RCPT, DATA and the message, or fewer."""

    added = 0

    async def push(self, status):
        if status.startswith("220 Ready"):
            replies = ["250 a", "250 b", "250 c", "354 d", "250 accepted"]
            status = "\r\n".join([status, *replies[: self.added]])
        await super().push(status)


def certificate(folder, name):
    """A context with a certificate for this name, and the file with its root."""
    authority, root = trustme.CA(), pathlib.Path(folder) / "root.pem"
    authority.cert_pem.write_to_path(root)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context, str(root)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reply", action="append", default=[], help="MAIL, DATA or a recipient, =, the reply, if any")
    parser.add_argument("--login", help="the user, a colon, the password; without it nobody can log in")
    parser.add_argument("--tls", choices=["starttls", "tls"])
    parser.add_argument("--name", default="localhost", help="the name in the certificate")
    parser.add_argument("--folder", help="where the root of the certificate goes")
    parser.add_argument("--added", type=int, default=0, help="so many replies come too early, in clear")
    given = parser.parse_args()
    Overheard.added = given.added
    context, root = certificate(given.folder, given.name) if given.tls else (None, None)
    handler = Handler(dict(reply.split("=", 1) for reply in given.reply), given.login)
    settings = {"hostname": "receiver.example", "tls_context": context if given.tls == "starttls" else None}
    if given.login:
        settings |= {"authenticator": handler.authenticate, "auth_required": True, "auth_require_tls": False}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Overheard(handler, loop=loop, **settings),
        "127.0.0.1",
        0,
        ssl=context if given.tls == "tls" else None,
    )
    say({"port": server.sockets[0].getsockname()[1], "root": root})
    await loop.run_in_executor(None, sys.stdin.read)
    say(handler.count)


# Passwords in clear and broken handshakes are what the tests are about, not news.
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
asyncio.run(main())
