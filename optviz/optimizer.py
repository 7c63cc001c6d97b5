"""What it takes to be an optimizer: declared hyperparameters, a state, and one pure step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, get_type_hints

from surfaces.declaration import Array, Declared, Scalar

from .convention import LIBRARIES, PAPER, Convention
from .theory import Theory


class Family(StrEnum):
    """The families of the overview, in the order in which it tells them."""

    PLAIN = "Gradient descent"
    MOMENTUM = "Momentum"
    ADAPTIVE = "Adaptive"
    ADAM = "Adam and relatives"
    SIGN = "Sign only"
    CURVATURE = "Curvature"


class Switched(NamedTuple):
    """A sentence of a narration that a switch changes: which switch, and what is said while it is on and off."""

    switch: str
    on: str
    off: str


class Optimizer(Declared):
    """A gradient-descent method: how a gradient becomes a step.

    A subclass is one file: it declares its hyperparameters, its `State` (a NamedTuple whose defaults
    are the initial values, each field annotated with what it means) and `update`. `update` is pure: it never modifies its arguments, has no
    Python branch on a value and uses NumPy functions only, so that the same lines run one coordinate
    of one trajectory, a batch of starts and a sweep of hyperparameters, and can be compiled. Powers
    are written out (g * g): NumPy rounds the power of a number and that of an array differently.
    What is the same for both coordinates is divided first, m * (1 / (1 - beta1_power)): compiled lanes
    then divide once for all of them, and divisions are what takes their time.
    The first line of the class docstring is the sentence on its card; the docstring of the file is a
    worked example by hand.

    Names in `update` are those of the update rule, so that the page can put numbers into the rule: m_hat
    is \\hat m, the field beta1_power is \\beta_1^t, and G_xx, G_xy and G_yy are a symmetric matrix G. A name
    `rate` is the effective learning rate per coordinate; where it is a matrix that turns the gradient, its
    entries are rate_xx, rate_xy and rate_yy; and where the gradient is divided first and multiplied by the
    learning rate later, `scale` is what it is divided by.
    """

    family: ClassVar[Family]
    year: ClassVar[int]
    update_rule: ClassVar[str]
    """The update rule in LaTeX, one line per assignment, joined by ` \\\\ `, as in the reference."""
    note: ClassVar[str] = ""
    """Which variant of the literature this is, where there are several, and what guards 0/0."""
    form: ClassVar[str] = ""
    """In a few words, how this form of the method differs from the paper's: "ε-hat". Empty for the paper's own."""
    conventions: ClassVar[Mapping[str, Convention]] = {}
    """The libraries that have the method in this very form. Another form is a subclass in the same file, with an update of its own.
    The paper's own form is the method itself, unless a subclass names "paper" here: then the method is what is in common use."""
    absent: ClassVar[Mapping[str, str]] = {}
    """The libraries that have the method by name and are left out, each with the reason, as a sentence that follows the library's name."""
    scheduled: ClassVar[tuple[str, ...]] = ("learning_rate",)
    """The hyperparameters that a schedule multiplies, those of them that the method has."""
    uses_hessian: ClassVar[bool] = False
    """Whether `update` receives the Hessian at the queried point as a fourth argument."""
    searches: ClassVar[bool] = False
    """Whether `update` receives `Oracle.look`, points to (f, ∇f), as a fourth argument, to try points before it takes one.
    Such a method counts what it asked for in the field `queries` of its State."""
    opens_the_race: ClassVar[bool] = True
    """Whether the method is among those that race on the first screen. The others wait as chips."""
    velocity: ClassVar[str] = ""
    """The field of State that remembers a direction, if there is one. Without it, what is left of a step is the gradient's part."""
    step_sizes: ClassVar[str] = ""
    """The field of State that holds how far each coordinate moves, whatever its slope, if there is one: a length, not a rate."""
    step_size: ClassVar[str] = "learning_rate"
    """The hyperparameter that scales the steps: the first that has to be right, so the one that is tuned."""
    symbols: ClassVar[Mapping[str, str]] = {}
    """LaTeX of those names in `update` that the update rule writes in another way: {"squares": "E[g^2]"}."""
    narration: ClassVar[tuple[str | Switched, ...]] = ()
    """One sentence for each line of the update rule, for people. {name} stands for a value of the step: a hyperparameter,
    what it leaves of 1 (`rest.beta1`), a name in `update`, or a field of the state before (`before.m`)."""
    theory: ClassVar[Theory | None] = None
    """What is known of the method on quadratics, if it is: the best η and γ, and the largest η that is stable."""
    couples_coordinates: ClassVar[bool] = False
    """Whether a step along one coordinate depends on the other. If not, either may be taken by itself."""
    decouples_decay: ClassVar[bool] = False
    """Whether its weight decay stays out of all that the gradient goes through: then a step pulls θ by the share ηλ of itself."""
    turns_with_surface: ClassVar[bool] = False
    """Whether turning the surface turns the path. Not so for a method that treats every coordinate on its own scale."""
    moves_with_surface: ClassVar[bool] = True
    """Whether moving the surface moves the path. Not so for a method that gives the coordinates a meaning of their own."""

    class State(NamedTuple):
        """Nothing is remembered."""

    @classmethod
    def meanings(cls) -> dict[str, str]:
        """What each field of State means, where its annotation says so: `Annotated[Array | float, "running mean of the gradient"]`."""
        hints = get_type_hints(cls.State, include_extras=True)
        return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}

    @classmethod
    def forms(cls) -> tuple[type[Optimizer], ...]:
        """The method itself, as the first class of its file has it, and its other forms, all of that file."""
        method: type[Optimizer] = next(ancestor for ancestor in cls.__mro__ if Optimizer in ancestor.__bases__)

        def kin(form: type[Optimizer]) -> Iterator[type[Optimizer]]:
            yield form
            for other in form.__subclasses__():
                if other.__module__ == method.__module__:
                    yield from kin(other)

        return tuple(kin(method))

    @classmethod
    def libraries(cls) -> dict[str, type[Optimizer]]:
        """Who has the method, and in which form: first the paper."""
        method, *_ = forms = cls.forms()
        found = {PAPER: method} | {library: one for one in forms for library in vars(one).get("conventions", ())}
        return {library: found[library] for library in LIBRARIES if library in found}

    @classmethod
    def like(cls, library: str, **hyperparameters: Scalar) -> Optimizer:
        """The method in the form and with the defaults of a library, or of its paper, where nothing else is given.

        What the paper names no value for has the default of this project.
        Raises ValueError for an unknown library, and for one that lacks the method, or has it so that it is left out.
        """
        forms = cls.libraries()
        if library not in LIBRARIES:
            raise ValueError(f"{cls.name}: library must be one of {', '.join(LIBRARIES)}, got {library!r}")
        if library not in forms:
            why = f"; {LIBRARIES[library]} {cls.absent[library]}" if library in cls.absent else ""
            raise ValueError(f"{cls.name}: library must be one that has it ({', '.join(forms)}), got {library!r}{why}")
        form = forms[library]
        convention = form.conventions.get(library, Convention())
        defaults = form._published() if library == PAPER else convention.defaults
        values = {convention.renamed.get(name, name): value for name, value in hyperparameters.items()}
        return form().replace(**defaults).replace(**values)

    @classmethod
    def _published(cls) -> dict[str, Scalar]:
        """The values that the reference names, but for those that stand for leaving something out."""
        published = {name: (parameter.literature, parameter.domain) for name, parameter in cls.parameters().items()}
        return {name: value for name, (value, domain) in published.items() if value is not None and domain.contains(value)}

    def rule(self) -> str:
        """The update rule with these hyperparameters: without the terms that a switch takes out."""
        return self.update_rule

    def initial_state(self) -> Any:
        """The state before the first step; numbers that broadcast over the coordinates."""
        return self.State()

    def query(self, x: Array, state: Any) -> Array:
        """Where the gradient is wanted: at the point itself, unless the method says otherwise."""
        return x

    def update(self, x: Array, g: Array, state: Any, *hessian: Array) -> tuple[Array, Any]:
        """One step from x, given the gradient g of the same shape: the next x and state.

        x has the shape (2, ...), or is one of its coordinates where these do not depend on each other.
        """
        raise NotImplementedError
