"""What Python tells the player and the atlas besides numbers: the header of a payload.

The browser knows the same shapes from `web/header.d.ts`, which a test holds to these. A field that may be missing is NotRequired;
one that may stand for nothing is None.
"""

from typing import Literal, NotRequired, TypedDict

Point = tuple[float, float]
Window = tuple[Point, Point]
"""(x_min, x_max), (y_min, y_max)"""
Bounds = tuple[float, float, float, float]
"""x_min, x_max, y_min, y_max"""


class PackedArray(TypedDict):
    """Where an array of numbers lies in the payload."""

    name: str
    dtype: Literal["float32", "float64", "uint16", "uint8"]
    shape: list[int]
    offset: int
    """In bytes after the header, a multiple of 8."""


class Packed(TypedDict):
    """What `pack` adds to every header."""

    revision: str
    """It changes when anything in the payload does, and stands first."""
    arrays: list[PackedArray]


# ---- the player ----


class ShownSurface(TypedDict):
    key: str
    name: str
    minimum: float | None
    """None where f has no lower bound."""
    minimizers: list[Point]
    saddles: list[Point]
    local_minima: list[Point]
    log_colors: bool
    """Whether heights are shown on a logarithmic scale to begin with."""
    symbol: str
    """What f is called."""


class Nodes(TypedDict):
    """Those of a grid over a window, (resolution, resolution) with its rows upwards."""

    window: Window
    resolution: int


class Grid(Nodes):
    """How the array "grid" of heights is read: see `payload.packed`."""

    low: float
    span: float
    floor: float


class Entrant(TypedDict):
    """A chip of the legend."""

    key: str
    name: str
    family: str
    sentence: str
    color: str
    dash: list[int]
    """Lengths of dash and gap in pixels; none: solid."""
    marker: str
    """The shape of the head."""
    racing: bool
    """Whether it is shown to begin with."""
    note: str
    """What the chip says besides."""


class Stop(TypedDict):
    """Where early stopping ends a run."""

    best: int
    stopped: int | None


class Run(TypedDict):
    """A lane; its numbers are a row of the array "points" (runs, 2, steps + 1) and of the array of each curve (runs, steps + 1).

    The browser works them out where there is a `Live`.
    """

    key: str
    """That of its entrant."""
    status: str
    outcome: str
    """What became of it, as a sentence."""
    last: int
    """The last step that was taken."""
    rests: int | None
    """The step from which on a run that stalled has rested; None for any other."""
    stop: NotRequired[Stop]


class Curve(TypedDict):
    """A curve over the steps. Its key is the name of its array, in the link, too."""

    key: str
    label: str
    log: bool
    short: NotRequired[str]
    """What its tab says; without it, the key."""


class Column(TypedDict):
    """A column of the standings: a curve, "value" (f), "place" (x, y) or "status"."""

    key: str
    label: str


class View(TypedDict, total=False):
    """How the player is looked at when a link is opened, as the link says."""

    window: Bounds
    camera: tuple[float, float, float]
    speed: float
    step: int
    curve: str
    colors: Literal["linear", "log"]
    arrows: bool
    repeat: bool
    narrate: bool


class Fit(TypedDict):
    """The examples of a data set, with the arrays of `fit_scene`."""

    labels: tuple[str, str]
    groups: list[str]


class OtherSeeds(TypedDict):
    """Runs that differ by chance alone: the array "fan.points" (lanes, seeds, 2, steps + 1)."""

    lanes: list[str]
    seeds: int


class Sentence(TypedDict):
    sentence: str
    """HTML; a number of the step is <b data-slot="row of the array slots">."""
    shows: list[str]
    """The arrows that are on the map from this sentence on."""


class RuleLine(Sentence):
    rule: str
    """MathML."""
    numbers: list[str]
    """MathML of the same line with its numbers, <mn data-slot="…">: for each coordinate, or for all."""


class Dissection(TypedDict):
    """A run's steps taken apart. The arrays are "anatomy.<number of the lane>.<name>" (…, columns), a column for each step."""

    title: str
    columns: int
    opening: Sentence
    lines: list[RuleLine]
    closing: Sentence
    has: list[str]
    """What this method has to show: "momentum", "scale", "box", "hessian"."""


class Series(TypedDict):
    """A curve in a chart."""

    lane: int
    component: str
    """Which of several curves of one lane it is: "x", "y", "limit" or ""."""
    name: str
    array: str
    """The name of its array, (steps + 1,) with NaN where there is nothing."""
    source: tuple[str, int]
    """What it is computed from while a start or a slider is held: an array of the lane's `LiveSpecimen` and a row of it, or of "states",
    which has two for each field; or else a curve of the lane."""


class Chart(TypedDict):
    """A small chart of what a method remembers or meets."""

    key: str
    label: str
    meaning: str
    log: bool | None
    """None: where its numbers span decades."""
    series: list[Series]


class Gauge(TypedDict):
    """A slider of η on which the one is marked from which on a lane diverges, on a quadratic with the curvature here."""

    slider: str
    """Its key."""
    lane: int


class Slider(TypedDict):
    """A value that is set."""

    page: str
    """The key of the page's player."""
    key: str
    label: str
    """Its name."""
    tip: str
    """What it means."""
    value: float
    unset: str
    """What holds until it is moved, where that is not its value; empty where it is."""
    choices: list[float]
    """Round values that it can stand at, increasing."""
    fine: bool
    """Whether it can stand between them, too."""
    back: str
    """What a button does that takes the value back; without any, there is no button."""
    due: bool
    """Whether there is anything to take back."""
    idle: bool
    """Whether it would change nothing, so that it cannot be moved."""


class Row(TypedDict):
    """Sliders side by side."""

    sliders: list[Slider]


class LiveLane(TypedDict):
    """What a lane runs."""

    form: str
    """The name of its class."""
    hyperparameters: list[float]
    digest: int | None
    """Of its points, where the browser's are the same to the last bit; None where they are sent. See `payload.digest`."""
    steps: NotRequired[int]
    """How many it takes, where these are not as many as the cursor goes."""
    noise: NotRequired[int]
    """The number of the noise by which its gradients are answered; without one, they are exact."""


class LiveNoise(TypedDict):
    """How gradients are answered that are not exact."""

    kind: str
    """Its key."""
    values: list[float]
    drawn: str
    """The name of an array of what chance decided: standard normal numbers (steps, 2), float64, or the orders in which epochs go through
    the examples (epochs, examples), uint16."""


class LiveSpecimen(TypedDict):
    """What the browser needs to take the steps of a lane apart."""

    name: str
    """What the lane is called while a slider is held."""
    dissection: str
    """A function of the operations, in JavaScript: see `optviz.graph.engine.dissection`."""
    arrays: list[tuple[str, int]]
    """What it fills: the names of arrays, each with how many rows it has."""
    constants: list[float]
    """What is in the array "constants" now."""


class Landmarks(TypedDict):
    """Those of the surface when one of its parameters has a value."""

    value: float
    minimum: float | None
    minimizers: list[Point]
    saddles: list[Point]
    local_minima: list[Point]
    domain: NotRequired[Window]
    """The window, where that moves as well, and a start that is the surface's own."""
    start: NotRequired[Point]


class Steered(TypedDict):
    """What a slider sets."""

    lanes: list[tuple[int, int]]
    """A lane's number and that of the hyperparameter."""
    within: NotRequired[list[tuple[float | None, float | None]]]
    """The least and the largest value that each of them takes up, None for any, where they are not the same: another one leaves it."""
    parameter: int | None
    """The number of the surface's parameter; None if it sets none."""
    schedule: NotRequired[int]
    """The number of the schedule's parameter, if it sets one."""
    noises: NotRequired[list[tuple[int, int]]]
    """A noise's number and that of its value."""
    steps: NotRequired[bool]
    """Whether it sets how many steps the runs take."""
    most: NotRequired[float]
    """The largest value that the browser can follow it to, if that is not any: for more it lacks what chance decides."""
    landmarks: list[Landmarks]
    """At each value of the slider, if the surface's move with it."""
    value: float | None
    """What all of that is now; None where it differs."""


class LiveValidation(TypedDict):
    """What early stopping is decided by: the array "live.validation" (columns, examples), float64, of the examples that are kept for it.

    Then "validation", the loss on them, is a curve of each lane that the browser works out, too.
    """

    examples: int
    patience: int


class LiveMeasure(TypedDict):
    """A number of a run: what a formula says of its steps, made one number. See `optviz.claims.course.Reduction`."""

    each: int
    """Which of the formulas."""
    kind: Literal["first", "at", "least", "largest", "farthest"]
    first: int | None
    last: int | None


class LiveTerm(TypedDict):
    """A number that is compared, or said.

    number             `number`; ∞ where that is None
    nothing            NaN
    of                 the measure of[0] of the lane of[1]
    apart              how far the lanes of[0] and of[1] get from each other
    + − × ÷            of the terms of[0] and of[1]
    most least others  the largest of the terms `of`, the smallest, and the smallest of those that are there
    """

    kind: Literal["number", "nothing", "of", "apart", "+", "−", "×", "÷", "most", "least", "others"]
    of: list[int]
    number: NotRequired[float | None]


class LiveNumber(TypedDict):
    """A term in a sentence, in Python's own format if there is one."""

    term: int
    format: Literal["", ".0%", ".0f"]


class LiveRanking(TypedDict):
    """Who comes when, in a sentence: the steps are terms."""

    names: list[str]
    terms: list[int]


class LiveClaim(TypedDict):
    when: list[tuple[Literal["<", "≤", ">", "≥", "="], int, int]]
    """Comparisons of terms, all of which must hold."""
    says: list[str | LiveNumber | LiveRanking]
    """The sentence, in pieces."""
    otherwise: list["LiveClaim"]
    """One that is said in its place, or none."""


class LiveWords(TypedDict):
    """What is said on the page, to be said anew of the runs that the browser has. `**` is the only Markdown in it."""

    formulas: str
    """A function of the operations, in JavaScript, that answers with a list of formulas: see `optviz.graph.engine.measure`."""
    measures: list[LiveMeasure]
    terms: list[LiveTerm]
    """Each after those that it is made of."""
    claims: list[LiveClaim]
    opening: str
    """What is said first as long as the start stays."""
    rest: str
    """What is said where no claim holds."""


class Live(TypedDict):
    """What the browser needs to run the race by itself.

    Then nothing is sent that it can work out: there is no array of the grid, of the curves, nor "points" of all lanes, but "live.points"
    (points, 2), float64, with all points of the lanes without a digest one after the other, and where the cursor does not count steps,
    "live.at" (those lanes, steps + 1), uint16: the step of a lane at each of its places. Of an anatomy nothing is sent of the steps, but
    of a lane without a digest "live.states.i", what lane i remembered before each step and at the end (2 for each field, columns + 1),
    float64.
    """

    engine: str
    """A function of the operations, in JavaScript: see `optviz.graph.engine`."""
    parameters: list[float]
    """Those of the surface."""
    goal: list[float | None]
    """The minimum, None if there is none, and the window: left, right, bottom, top."""
    lanes: list[LiveLane]
    noises: NotRequired[list[LiveNoise]]
    specimens: NotRequired[list[LiveSpecimen]]
    """One for each lane of an anatomy."""
    schedule: NotRequired[list[float]]
    """The values of the parameters of the schedule, if there is one. Then "live.factors.<steps>" (steps,), float64, is what it multiplies
    the learning rates of so long a run by as far as that is known beforehand."""
    sliders: dict[str, Steered]
    """By the slider's key."""
    validation: NotRequired[LiveValidation]
    waits: NotRequired[list[str]]
    """The keys of sliders that Python alone can follow."""
    words: NotRequired[LiveWords]


class Length(TypedDict):
    """How many steps the runs take, as a slider in the transport."""

    slider: str
    """Its key."""
    value: int
    choices: list[int]


class Address(TypedDict):
    """What the address of a page says of its experiment."""

    link: str
    """The query string that restores it."""
    opened: int
    """Another number after a link was opened while the page was there: by Back or Forward, or as a story."""


class Viewed(Address):
    """The same of a page with a player, and how it is looked at then."""

    view: View
    speed: float
    """Of the cursor, unless the view says another."""


UNADDRESSED: Viewed = {"link": "", "opened": 0, "view": {}, "speed": 1.0}


class PlayerHeader(Viewed):
    key: str
    """The name of this player in the page."""
    surface: ShownSurface
    grid: Nodes | Grid
    """Without heights where the browser works them out."""
    domain: Window
    """The whole, to which a double click returns."""
    axes: tuple[str, str]
    """What the two directions are called."""
    start: Point
    start_is_free: bool
    """Whether the visitor may move the start."""
    steps: int
    length: NotRequired[Length]
    """Where the visitor may choose how many steps the runs take."""
    budget: str
    """What was spent on every entrant before the race, for the head of the standings."""
    unit: str
    """What the cursor counts."""
    each: int
    """How many of them it goes on by."""
    tolerance: float | None
    """The gap below which a run has converged."""
    entrants: list[Entrant]
    lanes: list[Run]
    curves: list[Curve]
    columns: list[Column]
    fit: NotRequired[Fit]
    fan: NotRequired[OtherSeeds]
    live: NotRequired[Live]
    anatomy: NotRequired[list[Dissection]]
    """One for each lane."""
    charts: NotRequired[list[Chart]]
    gauges: NotRequired[list[Gauge]]


# ---- the atlas ----


class Axis(TypedDict):
    label: str
    """Its symbol: "η"."""
    name: str
    """In words: "learning rate"."""
    scale: Literal["linear", "log", "near_one"]
    """near_one: even in log(1 − v)."""
    blank: NotRequired[bool]
    """Whether it stands for nothing: the y of a map of one hyperparameter."""


Pattern = Literal["", "hatch", "dots"]


class CellClass(TypedDict):
    key: str
    label: str
    pattern: Pattern
    hue: int | None
    """0, 1, …, or None for gray."""
    share: NotRequired[float]
    """Of all cells, for the key, which then has the class even if no cell is in it."""


class ClassLayer(TypedDict):
    """A class for each cell: the array "layer_<key>" (m, n), uint8 with 255 for none."""

    key: str
    label: str
    short: NotRequired[str]
    """For the switch, if the label is long."""
    kind: Literal["class"]
    classes: list[CellClass]
    hidden: NotRequired[bool]
    """Whether it is only read out."""


class NumberLayer(TypedDict):
    """A number for each cell: the array "layer_<key>" (m, n), float32 with NaN for none."""

    key: str
    label: str
    short: NotRequired[str]
    kind: Literal["number"]
    scale: Literal["linear", "log"]
    range: NotRequired[tuple[float, float]]
    """What the colors span, else all numbers."""
    hidden: NotRequired[bool]


class PointMark(TypedDict):
    kind: Literal["cross", "star", "diamond"]
    at: Point
    label: str
    moves: NotRequired[bool]
    """Whether it stands elsewhere when a slider is moved."""


class LineMark(TypedDict):
    kind: Literal["line"]
    points: list[Point]
    label: str
    moves: NotRequired[bool]


Layer = NumberLayer | ClassLayer
Mark = PointMark | LineMark


class Varied(TypedDict):
    """What an axis sets, and between which numbers it may."""

    of: Literal["hyperparameters", "parameters", "start"]
    at: int
    least: float | None
    most: float | None


class Known(TypedDict):
    """What is known of a method on a quadratic."""

    printed: str
    """A function of the operations, in JavaScript: see `optviz.graph.engine.theory`."""
    rate: int
    """The axis of the learning rate, 0 or 1."""


class Draft(TypedDict):
    """What the browser needs to draw a draft of a map, while its window or a slider is moved, and to run one of its cells."""

    page: str
    """The key of the player that shows the run of the cell that is pointed at."""
    engine: str
    """A function of the operations, in JavaScript: see `optviz.graph.engine.engine_of_lanes`."""
    hyperparameters: list[float]
    parameters: list[float]
    """Those of the surface."""
    goal: list[float | None]
    """The minimum, None if there is none, and the window: left, right, bottom, top."""
    minimizers: list[Point]
    local_minima: list[Point]
    seeds: list[Point]
    """From where the minimum is searched for, if an axis moves it: it is another one for every row."""
    start: Point
    steps: int
    tolerance: float
    stops: bool
    """Whether a run ends where it arrives."""
    sliders: dict[str, Steered]
    """What the page's sliders set of this map, by their keys."""
    varied: list[Varied]
    """Along x, and along y if it stands for anything."""
    resolution: int
    """Cells along each side."""
    classes: list[CellClass]
    """Those of the layer "basin": the minimizers, and then one for each status."""
    theory: Known | None
    """What is known of the method on this surface, if marks show it."""


class AtlasHeader(TypedDict):
    """The arrays "x" (n,) and "y" (m,) are the values of the axes, float64 and increasing.

    Row i of a layer goes with y[i], which grows upwards on the screen.
    """

    kind: Literal["atlas"]
    key: str
    """The name of this map in the page."""
    x: Axis
    y: Axis
    layers: list[Layer]
    shown: str
    """The key of the layer that is painted."""
    shade: str | None
    """Of a class layer: the number layer by which its colors darken."""
    patterns: str | None
    """The class layer whose patterns lie over any number layer."""
    contours: bool
    """Whether number layers have contour lines."""
    marks: list[Mark]
    square: bool
    """Whether both axes have one scale."""
    zooms: bool
    """Whether the wheel, and a box that is drawn, change the window."""
    whole: Bounds | None
    """All that may be of interest; None: all cells."""
    home: Bounds | None
    """The window to which a double click returns; None: what is shown."""
    window: Bounds | None
    """What is shown; None: all cells."""
    heading: str
    """What the map is called where it stands beside others; empty where it needs no name."""
    title: str
    """What stands on a saved picture."""
    file: str
    """The name of a saved picture."""
    draft: NotRequired[Draft | None]


# `for` is a word of the language, and can be a key but not a field.
Marking = TypedDict("Marking", {"for": str, "on": str, "marks": list[Mark]})
"""The marks on the map of a name, sent apart, and the revision of the map that they are on."""
Docking = TypedDict("Docking", {"for": str})
"""Of which player the panels are to stand here."""
