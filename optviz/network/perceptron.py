"""A small neural network on real data: a thousand coordinates where the surfaces have two.

It tells three species of penguins apart by four lengths and weights. All lanes, each with weights of its own, are
computed together; as everywhere here the coordinates come first, so weights have the shape (P, n).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array, Interval
from surfaces.measured import classes, numbers

from ..arguments import checked_count, checked_within, refusal

Activation = Literal["tanh", "relu"]
Part = Literal["training", "validation"]

HELD_BACK = 0.25
"""Share of the birds that is kept for validation."""
WIDEST, DEEPEST = 256, 8
"""Units in a hidden layer and hidden layers, at most. So no weights up to 1e10 let anything overflow."""
BATCH_NORM_EPSILON = 1e-5
"""ε of batch normalization, added to the variance. Ioffe and Szegedy give no value; this is that of torch.nn.BatchNorm1d."""
AT_ONCE = 2**16
"""Numbers in one hidden layer of a block of lanes: as many as stay in a core's own cache."""


class Matrix(NamedTuple):
    """Where the weights of a layer stand among the P coordinates: the entries [input, unit] of a matrix, row by row."""

    first: int
    inputs: int
    units: int

    @property
    def places(self) -> NDArray[np.int64]:
        """The coordinates, (inputs, units): a column is what leads into one unit."""
        return self.first + np.arange(self.inputs * self.units).reshape(self.inputs, self.units)


class Evaluation(NamedTuple):
    """How good weights are, each of shape (n,)."""

    training_loss: Array  # what is minimized: the mean cross-entropy in nats, and the penalty
    validation_loss: Array  # the mean cross-entropy in nats alone
    training_accuracy: Array  # the share of birds whose species gets the highest probability
    validation_accuracy: Array


@dataclass(frozen=True)
class Network:
    """A multilayer perceptron with a softmax, trained on the mean cross-entropy of the species of 333 penguins.

    widths:       units of each hidden layer
    activation:   "tanh" or "relu", after each hidden layer
    batch_norm:   whether each hidden layer is normalized before its activation: S. Ioffe and C. Szegedy (2015), Batch normalization:
                  accelerating deep network training by reducing internal covariate shift, algorithm 1 (arXiv:1502.03167). Such a
                  layer has γ and β and no bias, which β would replace (section 3.2).
    weight_decay: λ of the penalty ½ λ |W|², on the entries of the matrices only: not on biases, γ and β
    split_seed:   which quarter of the birds is kept for validation

    Bill length, bill depth, flipper length and body mass are standardized by mean and standard deviation of the training part.

    In training, batch normalization takes mean and variance from the batch. An evaluation takes those of the whole training
    part under the weights that are evaluated, for training and validation alike. So nothing has to be remembered in training, and
    the training loss is that of one batch of all. Ioffe and Szegedy's algorithm 2 does the same with many batches; libraries
    keep running means instead, which lag behind. A batch of one example is all β after the normalization, and teaches its weights
    nothing, so `train` makes none.

    Raises ValueError for a field that makes no sense. On weights that are far beyond 1e10 NumPy may warn of overflow.
    """

    widths: tuple[int, ...] = (26, 26)
    activation: Activation = "tanh"
    batch_norm: bool = False
    weight_decay: float = 0.0
    split_seed: int = 0

    inputs: ClassVar[tuple[str, ...]] = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    reference: ClassVar[str] = (
        "D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986), Learning representations by back-propagating errors, "
        "Nature 323: 533–536; data: K. B. Gorman, T. D. Williams and W. R. Fraser (2014), PLoS ONE 9(3): e90081"
    )

    def __post_init__(self) -> None:
        try:
            widths = tuple(checked_count("width", width, 1, WIDEST) for width in self.widths)
        except (TypeError, ValueError):
            widths = ()
        if not 1 <= len(widths) <= DEEPEST:
            raise refusal("Network: widths", f"be 1 to {DEEPEST} whole numbers from 1 to {WIDEST}", self.widths)
        if self.activation not in get_args(Activation):
            raise refusal("Network: activation", f"be one of {', '.join(get_args(Activation))}", self.activation)
        if not isinstance(self.batch_norm, bool | np.bool_):
            raise refusal("Network: batch_norm", "be True or False", self.batch_norm)
        values = {
            "widths": widths,
            "batch_norm": bool(self.batch_norm),
            "weight_decay": checked_within("Network: weight_decay", self.weight_decay, Interval(0, np.inf)),
            "split_seed": checked_count("Network: split_seed", self.split_seed, 0),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    # ---- what it is made of -------------------------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """P, the number of weights, biases, γ and β."""
        return self._layout[-1].end

    @property
    def matrices(self) -> tuple[Matrix, ...]:
        """The matrix of each layer, from the inputs on."""
        return tuple(layer.matrix for layer in self._layout)

    @property
    def species(self) -> tuple[str, ...]:
        return classes("penguins", "species")[0]

    @property
    def training_count(self) -> int:
        """How many birds are trained on."""
        return self._data.training_count

    @property
    def validation_count(self) -> int:
        """How many birds are kept for validation."""
        return len(self._data.labels) - self._data.training_count

    def initial(self, seed: int = 0, lanes: int = 1) -> Array:
        """Weights to begin with, (P, lanes); lane i is that of the seed + i. Biases and β are 0, γ is 1.

        tanh: uniform in ±√(6 / (inputs + units)), X. Glorot and Y. Bengio (2010), Understanding the difficulty of training deep
              feedforward neural networks, equation 16
        relu: normal with the variance 2 / inputs, K. He et al. (2015), Delving deep into rectifiers, equation 10 (arXiv:1502.01852)
        """
        seed, lanes = checked_count("seed", seed, 0), checked_count("lanes", lanes, 1)
        weights = np.zeros((self.size, lanes))
        for lane in range(lanes):
            rng = np.random.default_rng(seed + lane)
            for layer in self._layout:
                _, inputs, units = layer.matrix
                if self.activation == "tanh":
                    reach = np.sqrt(6 / (inputs + units))
                    drawn = rng.uniform(-reach, reach, (inputs, units))
                else:
                    drawn = rng.normal(0.0, np.sqrt(2 / inputs), (inputs, units))
                weights[layer.matrix.places, lane] = drawn
                if layer.is_normalized:
                    weights[layer.gamma, lane] = 1.0
        return weights

    # ---- training -----------------------------------------------------------------------------------------------------

    def loss(self, weights: Array, batch: Any = None) -> Array:
        """The mean cross-entropy of a batch, in nats, and the penalty: weights (P, n), shape (n,).

        batch: places (B,) in the training part, the same for all lanes; None is all of it, in order
        Raises ValueError for other shapes, and IndexError for an example that there is not.
        """
        rows, (features, labels) = self._checked(weights), self._batch(batch)
        found = np.empty(len(rows))
        for some in self._blocks(len(rows), len(labels)):
            logits, _ = self._forward(rows[some], features, len(labels))
            found[some] = _cross_entropy(logits, labels)[0].mean(axis=1)
        return found + self._penalty(rows)

    def gradient(self, weights: Array, batch: Any = None) -> Array:
        """The slope of `loss`, (P, n)."""
        return self.loss_and_gradient(weights, batch)[1]

    def loss_and_gradient(self, weights: Array, batch: Any = None) -> tuple[Array, Array]:
        """`loss` and its slope, (n,) and (P, n), for the work of the slope."""
        rows, (features, labels) = self._checked(weights), self._batch(batch)
        losses, slopes = np.empty(len(rows)), np.empty(rows.shape)
        for some in self._blocks(len(rows), len(labels)):
            losses[some] = self._backward(rows[some], features, labels, slopes[some])
        return losses + self._penalty(rows), slopes.T

    def value(self, weights: Array) -> Array:
        """The loss on the whole training part, (n,): what a schedule sees that reacts."""
        return self.loss(weights)

    # ---- evaluation ---------------------------------------------------------------------------------------------------

    def evaluate(self, weights: Array) -> Evaluation:
        """How good weights (P, n) are on both parts."""
        rows = self._checked(weights)
        features, labels, count = self._data
        losses, hits = np.empty((2, len(rows))), np.empty((2, len(rows)))
        for some in self._blocks(len(rows), len(labels)):
            logits, _ = self._forward(rows[some], features, count)
            each = _cross_entropy(logits, labels)[0]
            right = logits.argmax(axis=2) == labels
            for part, birds in enumerate((slice(count), slice(count, None))):
                losses[part, some] = each[:, birds].mean(axis=1)
                hits[part, some] = right[:, birds].mean(axis=1)
        return Evaluation(losses[0] + self._penalty(rows), losses[1], hits[0], hits[1])

    def accuracy(self, weights: Array, part: Part = "validation") -> Array:
        """The share of a part's birds whose species gets the highest probability, (n,)."""
        if part not in get_args(Part):
            raise refusal("part", f"be one of {', '.join(get_args(Part))}", part)
        found = self.evaluate(weights)
        return found.training_accuracy if part == "training" else found.validation_accuracy

    # ---- inside: lanes first, so that each has its matrices in one piece ----------------------------------------------

    @cached_property
    def _layout(self) -> tuple[_Layer, ...]:
        layers, first = [], 0
        units = [len(self.inputs), *self.widths, len(self.species)]
        for i in range(len(units) - 1):
            layers.append(_Layer(Matrix(first, units[i], units[i + 1]), self.batch_norm and i < len(self.widths)))
            first = layers[-1].end
        return tuple(layers)

    @property
    def _data(self) -> _Data:
        return _parts(self.split_seed, self.inputs)

    def _checked(self, weights: Array) -> Array:
        """The weights as rows (n, P)."""
        if np.ndim(weights) != 2 or len(weights) != self.size:
            raise ValueError(f"weights: must be of shape ({self.size}, n), got {np.shape(weights)}")
        return np.ascontiguousarray(np.asarray(weights, dtype=float).T)

    def _batch(self, batch: Any) -> tuple[Array, NDArray[np.int64]]:
        features, labels, count = self._data
        features, labels = features[:count], labels[:count]
        if batch is None:
            return features, labels
        places = np.asarray(batch)
        if places.ndim != 1 or not len(places) or not np.issubdtype(places.dtype, np.integer):
            raise ValueError(f"batch: must be whole numbers of shape (B,), got an array of {places.dtype} of shape {places.shape}")
        return features[places], labels[places]

    def _blocks(self, lanes: int, examples: int) -> list[slice]:
        """Some lanes at a time: of many the layers would not fit into the cache. No lane's numbers depend on it."""
        length = max(AT_ONCE // (examples * max(self.widths)), 1)
        return [slice(first, first + length) for first in range(0, lanes, length)]

    def _penalty(self, rows: Array) -> Array | float:
        if not self.weight_decay:
            return 0.0
        squares = sum((rows[:, matrix.places.ravel()] ** 2).sum(axis=1) for matrix in self.matrices)
        return self.weight_decay / 2 * np.asarray(squares)

    def _forward(self, rows: Array, features: Array, own: int) -> tuple[Array, list[_Passed]]:
        """The logits (n, N, species) of weights (n, P), and what the way back needs. Statistics are those of the first `own` examples."""
        signal, passed = features, []
        for layer in self._layout[:-1]:
            before, signal = signal, signal @ layer.weights(rows)
            normal, shrink = None, None
            if layer.is_normalized:
                signal -= signal[:, :own].mean(axis=1, keepdims=True)
                shrink = 1 / np.sqrt((signal[:, :own] ** 2).mean(axis=1, keepdims=True) + BATCH_NORM_EPSILON)
                normal = signal * shrink
                signal = normal * rows[:, None, layer.gamma] + rows[:, None, layer.beta]
            else:
                signal += rows[:, None, layer.beta]
            signal = np.tanh(signal) if self.activation == "tanh" else np.maximum(signal, 0.0)
            passed.append(_Passed(before, signal, normal, shrink))
        last = self._layout[-1]
        passed.append(_Passed(signal, signal, None, None))
        return signal @ last.weights(rows) + rows[:, None, last.beta], passed

    def _backward(self, rows: Array, features: Array, labels: NDArray[np.int64], slopes: Array) -> Array:
        """Write the gradient of weights (n, P) into `slopes` (n, P); the mean cross-entropy, (n,)."""
        count = len(labels)
        logits, passed = self._forward(rows, features, count)
        losses, delta = _cross_entropy(logits, labels)
        delta[:, np.arange(count), labels] -= 1
        delta /= count
        for layer, (before, after, normal, shrink) in zip(reversed(self._layout), reversed(passed), strict=True):
            if layer is not self._layout[-1]:
                delta *= 1 - after * after if self.activation == "tanh" else after > 0
            slopes[:, layer.beta] = delta.sum(axis=1)
            if normal is not None:
                slopes[:, layer.gamma] = (delta * normal).sum(axis=1)
                # Ioffe and Szegedy, section 3, put together: mean and variance depend on all examples of the batch.
                delta *= rows[:, None, layer.gamma]
                along = (delta * normal).mean(axis=1, keepdims=True)
                delta = shrink * (delta - delta.mean(axis=1, keepdims=True) - normal * along)
            weights = layer.weights(rows)
            matrix_slopes = np.swapaxes(before, -1, -2) @ delta
            if self.weight_decay:
                matrix_slopes += self.weight_decay * weights
            slopes[:, layer.entries] = matrix_slopes.reshape(len(rows), -1)
            if layer is not self._layout[0]:
                delta = delta @ np.swapaxes(weights, 1, 2)
        return np.asarray(losses.mean(axis=1))


def checked_network(network: Any) -> Network:
    """The network, that with all fields at their defaults for the class; ValueError for anything else."""
    made = network() if network is Network else network
    if not isinstance(made, Network):
        raise refusal("network", "be a Network", network)
    return made


class _Layer(NamedTuple):
    """Where the numbers of a layer stand among the P coordinates: the matrix, then γ if it is normalized, then the bias or β."""

    matrix: Matrix
    is_normalized: bool

    @property
    def entries(self) -> slice:
        return slice(self.matrix.first, self.matrix.first + self.matrix.inputs * self.matrix.units)

    @property
    def gamma(self) -> slice:
        return slice(self.entries.stop, self.entries.stop + self.matrix.units * self.is_normalized)

    @property
    def beta(self) -> slice:
        """β, or the bias, which is added at the same place."""
        return slice(self.gamma.stop, self.gamma.stop + self.matrix.units)

    @property
    def end(self) -> int:
        return int(self.beta.stop)

    def weights(self, rows: Array) -> Array:
        """The matrix of each lane, (n, inputs, units)."""
        return rows[:, self.entries].reshape(len(rows), self.matrix.inputs, self.matrix.units)


class _Passed(NamedTuple):
    """What a layer received and gave, (n, N, units), and if it is normalized the normalized sums and what they were multiplied by."""

    before: Array
    after: Array
    normal: Array | None
    shrink: Array | None


class _Data(NamedTuple):
    """All birds, those of the training part first."""

    features: Array  # (N, inputs), standardized by the training part
    labels: NDArray[np.int64]  # (N,)
    training_count: int


@lru_cache(maxsize=64)
def _parts(seed: int, names: tuple[str, ...]) -> _Data:
    features = np.array([numbers("penguins", name) for name in names]).T
    labels = classes("penguins", "species")[1]
    order = np.random.default_rng(seed).permutation(len(labels))
    held_back = round(HELD_BACK * len(labels))
    order = np.concatenate([np.sort(order[held_back:]), np.sort(order[:held_back])])
    features, labels, count = features[order], labels[order], len(labels) - held_back
    features = np.ascontiguousarray((features - features[:count].mean(axis=0)) / features[:count].std(axis=0))
    features.flags.writeable = labels.flags.writeable = False
    return _Data(features, labels, count)


def _cross_entropy(logits: Array, labels: NDArray[np.int64]) -> tuple[Array, Array]:
    """−log of the probability of each label, (n, N), and all probabilities, (n, N, species). Nothing overflows."""
    shifted = logits - logits.max(axis=2, keepdims=True)
    odds = np.exp(shifted)
    total = odds.sum(axis=2, keepdims=True)
    own = np.take_along_axis(shifted, np.broadcast_to(labels[:, None], (len(logits), len(labels), 1)), axis=2)
    return (np.log(total) - own)[..., 0], odds / total
