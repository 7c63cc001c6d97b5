"""What the web server must know before it opens, and Streamlit has no setting for.

A link may be up to a megabyte long, of which the page then says what it ignored: uvicorn refuses a request
whose first line is longer than 16 kB and comes in more than one piece.

A link may lead to any page, also the first one that is opened: until the table of pages has been read once,
Streamlit takes the folder `pages` for a table of its own and runs a page without `app.py`.
"""

import uvicorn.protocols.http.h11_impl
from streamlit.runtime.pages_manager import PagesManager

uvicorn.protocols.http.h11_impl.DEFAULT_MAX_INCOMPLETE_EVENT_SIZE = 2**20  # type: ignore[attr-defined]
PagesManager.uses_pages_directory = False
