"""Webhooks: who wants to be told of a publication, what waits to be sent, and how it is sent.

An event names a release and has no figure in it. It is queued in the transaction in which the
release is sealed (an outbox), so that neither is kept without the other, and sent until it was
taken: at least once, each time under the same id.
"""

from hotspots.webhooks.delivery import Courier, Delivered, Outcome
from hotspots.webhooks.guard import Guard
from hotspots.webhooks.line import Line
from hotspots.webhooks.outbox import AUDIENCES, Webhooks
from hotspots.webhooks.records import DeadLetter, Endpoint, Standing
from hotspots.webhooks.signature import Signer

__all__ = [
    "AUDIENCES",
    "Courier",
    "DeadLetter",
    "Delivered",
    "Endpoint",
    "Guard",
    "Line",
    "Outcome",
    "Signer",
    "Standing",
    "Webhooks",
]
