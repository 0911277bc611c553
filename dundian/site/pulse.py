"""Whether the database has been there all the time: a kept connection breaks in every crash, however short."""

import psycopg


class Pulse:
    """One idle connection. A server that crashed and came back between two looks is noticed by it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection | None = None

    def beats(self) -> bool:
        """Whether the connection still stands; asks the socket only, so a stuck server cannot hold us up."""
        if self._connection is None:
            return False
        try:
            self._connection.pgconn.consume_input()
        except psycopg.Error:
            self.close()
            return False
        return True

    def renew(self) -> bool:
        """Connect again; return whether the server took us."""
        self.close()
        try:
            self._connection = psycopg.connect(self._url, connect_timeout=3, autocommit=True)
        except psycopg.Error:
            return False
        return True

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
