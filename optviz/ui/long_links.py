"""Lets the web server take links of up to a megabyte, of which the page then says what it ignored.

uvicorn refuses a request whose first line is longer than 16 kB and comes in more than one piece, and
Streamlit has no setting for it. To be imported before the server opens.
"""

import uvicorn.protocols.http.h11_impl

uvicorn.protocols.http.h11_impl.DEFAULT_MAX_INCOMPLETE_EVENT_SIZE = 2**20  # type: ignore[attr-defined]
