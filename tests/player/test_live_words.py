"""What a browser says of the runs that it has is what Python says of them: numbers, measures, and which sentence holds."""

import math
import random
from base64 import b64encode

import numpy as np
from cases import case
from in_node import words_from

from optviz import OPTIMIZERS, race
from optviz.claims import NEVER, Claim, Others, Ranking, ascending, least, most
from optviz.claims import of_runs as runs
from optviz.claims.claim import Number
from optviz.claims.of_runs import Apart
from optviz.claims.words import Words
from optviz.player.live_words import FORMATS, live_words
from optviz.player.payload import pack
from optviz.player.scene import scene
from surfaces import SURFACES

MEASURES = (
    *(runs.StepsTo(gap) for gap in (1.0, 0.01, 1e-9)),
    *(runs.StepsWithin(distance) for distance in (1.0, 1e-9)),
    *(runs.StepsPast(coordinate, bound) for coordinate in "xy" for bound in (1.0, 1e3)),
    *(runs.StepOfDivergence(), runs.StepOfRise(), runs.StepOfRetreat(), runs.StepOfFarthest()),
    *(measure(at) for measure in (runs.Gap, runs.Distance, runs.StepLength) for at in (None, 0, 1, 30, 41)),
    *(runs.DistanceFrom(0.5, -1.0, at) for at in (None, 7)),
    *(runs.Moved("x", 1), runs.Moved("y", 5), runs.LeastGap(), runs.LeastGap(3, 9)),
    *(
        measure(coordinate, *span)
        for measure in (runs.Lowest, runs.Highest, runs.Widest)
        for coordinate in ("x", "y", runs.ACROSS)
        for span in ((), (5, 20), (39, 41))
    ),
    *(runs.Setting("learning_rate"), runs.Setting("momentum"), runs.Setting("beta1"), runs.EdgeOfStability()),
    *(runs.CurvatureAtStart(), runs.CurvatureAtStart(larger=True), runs.Condition()),
)
METHODS = {key: OPTIMIZERS[key]() for key in ("sgd", "momentum", "nag", "adam", "newton")} | {"lost": OPTIMIZERS["sgd"](learning_rate=9.0)}


def raced(surface, steps=40):
    return race(METHODS, surface, steps=steps)


def said(*told, start=None, per="step"):
    """What the browser says of races, each with claims. start: where it is dragged to; per: what the cursor counts"""
    sent = [pack(*scene(found, key="race", start=tuple(found.surface.start), live={}, words=words, per=per)) for found, words in told]
    return words_from("saying.js", {"cases": [{"before": b64encode(one).decode(), "held": {}, "start": start} for one in sent]})


HERE = raced(SURFACES["beale"])


def test_numbers_are_written_as_python_writes_them():
    chance = random.Random(1)
    halves = [
        sign * n * 10**power for n in (0.5, 1.5, 2.5, 1.25, 1.35, 6.25, 12.5, 0.125, 99.5, 100.5) for power in (0, 1, 2) for sign in (1, -1)
    ]
    halves += [n / 2**k for n in range(1, 60) for k in (1, 2, 3, 6)]
    numbers = [0.0, 1.0, 99.49, 99999.5, 99999.0, 1e5, 123456.7, 1234567.0, 1e15, -1e22, 1e-4, 9.96e-5, 0.000101, 3e-308, 1.7e308, *halves]
    numbers += [chance.choice((1, -1)) * math.exp(chance.uniform(-30, 30)) for _ in range(1500)]
    numbers += [float(chance.randrange(10 ** chance.randrange(1, 9))) for _ in range(300)]
    claims = tuple(Claim(f"{{n:{spec}}}" if spec else "{n}", [], {"n": Number(number)}) for number in numbers for spec in FORMATS)
    claims += (Claim("{n:.0f}", [], {"n": Number(-1.0) * 0.0}),)
    found, expected = said((HERE, Words(claims)))[0], [claim.said(HERE.lanes) for claim in claims]
    assert len(expected) > 5000
    wrong = [(one, other) for one, other in zip(found, expected, strict=True) if one != other]
    assert not wrong


def test_every_measure_of_a_run_is_that_of_python():
    surfaces = [SURFACES["beale"], SURFACES["ravine"].replace(condition=30.0, angle=30.0), SURFACES["saddle"], SURFACES["himmelblau"]]
    told, expected = [], []
    for surface in surfaces:
        found = raced(surface)
        claims = []
        for key, run in found.lanes.items():
            for measure in MEASURES:
                with case((surface, key, measure)):
                    number, term = measure.measured(run), measure.of(key)
                    close = 1e-9 * max(1.0, abs(number))
                    holds = [term.equals(NEVER)] if number == NEVER else ascending(Number(number - close), term, Number(number + close))
                    said_of = f"{surface.name} {key} {measure}"
                    claims.append(Claim(said_of, holds, otherwise=Claim(f"{said_of} otherwise", [term.equals(term)])))
                    expected.append("" if math.isnan(number) else said_of)
        told.append((found, Words(tuple(claims))))
    assert [sentence for one in said(*told) for sentence in one] == list(filter(None, expected))
    assert expected.count("") > 20


def test_which_sentence_is_said_is_decided_as_in_python():
    two, three, nobody, never = Number(2.0), Number(3.0), runs.Gap().of("nobody"), Number(NEVER)
    gap, close = runs.Gap(), runs.StepsTo(0.01)
    comparisons = [
        *(
            two < three,
            two > three,
            two <= 2,
            two >= 2,
            two < 2,
            two.equals(2),
            two.equals(three),
            nobody < 5,
            nobody > 5,
            nobody.equals(5),
        ),
        *((three - two).equals(1), (three / two).equals(1.5), (three / Number(0.0)) > 0, (three * two).equals(6), (three + two).equals(5)),
        *(most(two, three).equals(3), most(two, nobody) > 0, least(two, three).equals(2), least(two, nobody) > 0, two < never, never < two),
        *(gap.of("adam") < Others(gap, besides=("adam",)), gap.of("newton") < Others(gap, besides=("newton", "lost", "adam"))),
        *(runs.Lowest("y").of("sgd") > Others(runs.Lowest("y"), besides=("sgd", "lost")), runs.Setting("damping").of("newton").equals(0)),
        *(two > Others(gap, besides=tuple(METHODS)), close.of("lost") >= NEVER, Apart("sgd", "adam") > 0.5, Apart("sgd", "nobody") > 0),
    ]
    claims = [
        Claim(f"{i} holds.", [one], otherwise=Claim(f"{i} does not, but {{n}}.", [two < three], {"n": one.left}))
        for i, one in enumerate(comparisons)
    ]
    claims += [
        Claim("{who}.", [], {"who": Ranking(close, keys)})
        for keys in (tuple(METHODS), ("adam", "newton", "nobody"), ("lost",), ("nobody",))
    ]
    claims += [Claim("Apart by {n}.", [], {"n": Apart("sgd", "momentum")}), Claim("{n}", [two < three], {"n": never})]
    spoken = [claim.said(HERE.lanes) for claim in claims]
    assert said(
        (HERE, Words(tuple(claims), rest="Nothing.")), (HERE, Words((claims[1],), rest="Nothing.")), (HERE, Words(rest="Nothing."))
    ) == [
        list(filter(None, spoken)),
        [spoken[1]],
        ["Nothing."],
    ]
    assert len(set(spoken)) > 20
    searching = race({key: OPTIMIZERS[key]() for key in ("bfgs", "adam")}, SURFACES["beale"], steps=40)
    soon = Claim("{who}, {length}.", [], {"who": Ranking(close, ("bfgs", "adam")), "length": runs.StepLength(7).of("bfgs")})
    for per in ("step", "query"):
        assert said((searching, Words((soon,))), per=per) == [[soon.said(searching.lanes)]]


def test_what_is_said_of_the_start_is_said_as_long_as_it_stays():
    words = Words(opening="The start is afar. ", rest="Nothing.")
    assert said((HERE, words)) == [["The start is afar.", "Nothing."]]
    assert said((HERE, words), start=(0.0, 0.0)) == [["Nothing."]]


def test_a_claim_that_a_browser_cannot_tell_is_left_out_and_leaves_nothing_behind():
    claims = [
        Claim("{n}", [Number(1.0) < runs.ExamplesInStep().of("sgd")], {"n": Number(7.0)}),
        Claim("It fades.", [runs.StepOfFading("squares").of("adam") < NEVER]),
        Claim("{n:.3f}", [], {"n": Number(8.0)}),
    ]
    found = live_words(HERE, Words(tuple(claims)))
    assert (found["claims"], found["measures"], found["terms"]) == ([], [], [])
    assert np.isfinite(HERE.lanes["sgd"].points).all()
