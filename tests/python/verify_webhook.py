"""Checks a message with the published library of Standard Webhooks: {"secret", "headers", "body"} on standard input."""

import json
import sys

from standardwebhooks.webhooks import Webhook

given = json.load(sys.stdin)
verified = Webhook(given["secret"]).verify(given["body"], given["headers"])
print(verified["id"])
