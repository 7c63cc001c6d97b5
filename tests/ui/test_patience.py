"""The bar that says how long something will take."""

from streamlit.testing.v1 import AppTest


def page_whose_work_fails() -> None:
    import streamlit as st

    from optviz.ui import patience

    patience.NOBODY_WONDERS = -1
    try:
        with patience.telling("Long work") as tell:
            tell(0.5)
            if st.button("Go on"):
                raise ConnectionError("executor: must stay until the work is done, but went away")
            st.text("half")
    except ConnectionError as error:
        st.error(str(error))


def test_the_bar_goes_when_the_work_ends_also_where_it_fails(monkeypatch):
    monkeypatch.setattr("optviz.ui.patience.NOBODY_WONDERS", -1)
    app = AppTest.from_function(page_whose_work_fails).run()
    assert not app.get("progress")
    app.button[0].click().run()
    assert app.error[0].value.endswith("went away")
    assert not app.get("progress")
