"""Training of a network: many methods from the same weights, with the same batches in the same order, all in step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array

from ..arguments import check_single, checked_count, checked_entrants, checked_member, checked_progress
from ..lanes.crew import Progress
from ..numbers import as_numpy
from ..optimizer import Optimizer
from ..pace import Pace, paced
from ..plane import FARTHEST
from ..schedule import Schedule
from ..status import Status
from .perceptron import Evaluation, Network, checked_network

MOST_EPOCHS = 1000
MOST_SEED = 2**31
ORDERS = 1
"""Tells the generator of the batches from that of the weights, which have the same seed."""


@dataclass(frozen=True, eq=False)
class Training:
    """What one method made of a network. Each record has epochs + 1 entries, the first of which is the beginning.

    training_loss:       what is minimized, of the whole training part: mean cross-entropy in nats and the penalty; (epochs + 1,)
    validation_loss:     mean cross-entropy in nats of the birds for validation; (epochs + 1,)
    training_accuracy, validation_accuracy: shares of the birds classified right; (epochs + 1,)
    weights:             (epochs + 1, P), rounded to float32: for pictures
    diverged:            the epoch in which a weight was not finite any more, or beyond FARTHEST, counted from 1; None if none was.
                         From then on the record repeats the last weights that were within.
    """

    optimizer: Optimizer
    network: Network
    training_loss: Array
    validation_loss: Array
    training_accuracy: Array
    validation_accuracy: Array
    weights: NDArray[np.float32]
    diverged: int | None

    @property
    def status(self) -> Status:
        """DIVERGED or RUNNING: a minimum of such a loss is not known, so nobody is said to have converged."""
        return Status.RUNNING if self.diverged is None else Status.DIVERGED


def train(
    entrants: Mapping[str, Optimizer],
    network: Network,
    epochs: int = 200,
    batch_size: int = 32,
    seed: int = 0,
    schedule: Schedule | None = None,
    progress: Progress | None = None,
) -> dict[str, Training]:
    """Train with every entrant from the same weights and with the same batches.

    batch_size: examples in a step; the last batch of an epoch is smaller if they do not divide the training part. With batch
                normalization no batch has one example only: at least 2 are asked for, and one that is left over joins the batch before.
    seed:       of the weights at the beginning and of the order, which is another one in each epoch
    schedule:   multiplies the learning rates of those that have one; its steps are batches. One that reacts sees
                the loss on the whole training part before each step, which takes several times as long.
    progress:   is told the share that is done after every epoch; whatever it raises ends the work
    entrants:   by name, or a list, which is named by their keys
    Raises ValueError for anything that could not be run, before the work begins: without an entrant, for one that is no first-order
    method or treats the weights together, and for one with several values of a hyperparameter.
    """
    named, progress = checked_trainees(entrants), checked_progress(progress)
    optimizers = list(named.values())
    check_single(*optimizers, since="each trains one network")
    network = checked_network(network)
    course = Course(optimizers, network, epochs, batch_size, seed, schedule)
    evaluations = [course.evaluation()]
    weights = np.empty((len(optimizers), course.epochs + 1, network.size), np.float32)
    weights[:, 0] = course.weights
    for epoch in range(1, course.epochs + 1):
        course.advance()
        evaluations.append(course.evaluation())
        weights[:, epoch] = course.weights
        if progress is not None:
            progress(epoch / course.epochs)
    records = Evaluation(*(np.array(values) for values in zip(*evaluations, strict=True)))
    weights.flags.writeable = False
    return {
        who: Training(
            optimizer,
            network,
            training_loss=records.training_loss[:, i],
            validation_loss=records.validation_loss[:, i],
            training_accuracy=records.training_accuracy[:, i],
            validation_accuracy=records.validation_accuracy[:, i],
            weights=weights[i],
            diverged=int(course.diverged[i]) or None,
        )
        for i, (who, optimizer) in enumerate(named.items())
    }


def checked_trainees(entrants: Any) -> dict[str, Optimizer]:
    """The entrants by name; ValueError if there is none, or one that cannot train a network."""
    found = checked_entrants("entrants", entrants)
    for who, optimizer in found.items():
        reasons = {
            "searches along lines": optimizer.searches,
            "needs the Hessian": optimizer.uses_hessian,
            "treats the weights together": optimizer.couples_coordinates,
        }
        if found_wanting := [reason for reason, holds in reasons.items() if holds]:
            must = "must be a method that treats every weight by itself and needs only its slope"
            raise ValueError(f"{who}: {must}, got {optimizer.name}, which {found_wanting[0]}")
    return found


class Course:
    """Methods in training, side by side. A method with hyperparameters of shape (k,) has k lanes, else it has one.

    weights:  those of now, (lanes, P)
    diverged: the epoch, from 1 on, in which each lane's weights left the numbers up to FARTHEST; 0 if they did not; (lanes,)
    """

    def __init__(
        self, optimizers: Sequence[Optimizer], network: Network, epochs: int, batch_size: int, seed: int, schedule: Schedule | None = None
    ) -> None:
        """Raises ValueError for anything that makes no sense."""
        self.epochs = checked_count("epochs", epochs, 1, MOST_EPOCHS)
        # Of a batch of one, normalization leaves nothing: an example that is left over at the end of an epoch joins the batch before.
        least, count = 1 + network.batch_norm, network.training_count
        self._firsts = list(range(0, count, checked_count("batch_size", batch_size, least, count)))
        if count - self._firsts[-1] < least:
            self._firsts.pop()
        seed = checked_count("seed", seed, 0, MOST_SEED)
        self._network = network
        self._order = np.random.default_rng([seed, ORDERS])
        self._optimizers, self._places, self._states = (
            list(optimizers),
            [],
            [as_numpy(optimizer.initial_state()) for optimizer in optimizers],
        )
        lanes = 0
        for optimizer in optimizers:
            (several,) = {np.shape(value) for value in optimizer.values_by_name().values() if np.ndim(value)} or {()}
            # One lane is a vector (P,); several are (P, k), so that the hyperparameters line up with the last axis.
            self._places.append(slice(lanes, lanes + several[0]) if several else lanes)
            lanes += several[0] if several else 1
        steps = self.epochs * len(self._firsts)
        schedule = checked_member("schedule", schedule, Schedule, optional=True)
        self._pace = schedule and Pace(schedule, steps)
        self._done = 0
        self.weights: Array = np.tile(network.initial(seed).T, (lanes, 1))
        self.diverged = np.zeros(lanes, int)

    def evaluation(self) -> Evaluation:
        """How good the weights are now, each (lanes,)."""
        return self._network.evaluate(self.weights.T)

    def advance(self) -> None:
        """Go through all examples once, in an order of this epoch's own."""
        self._done += 1
        order = self._order.permutation(self._network.training_count)
        # Overflow and 0/0 are how a training diverges: a result here, which is looked for after every step.
        with np.errstate(all="ignore"):
            for first, end in pairwise([*self._firsts, len(order)]):
                self._step(order[first:end])

    def _step(self, batch: NDArray[np.int64]) -> None:
        movers = self._optimizers
        if self._pace:
            factors = self._pace.next(self._network, self.weights.T)
            movers = [paced(mover, factors[place]) for mover, place in zip(movers, self._places, strict=True)]
        asked = np.empty(self.weights.shape)
        for mover, place, state in zip(movers, self._places, self._states, strict=True):
            asked[place] = mover.query(self.weights[place].T, state).T
        slopes = self._network.gradient(asked.T, batch).T
        moved = np.empty(self.weights.shape)
        for i, (mover, place) in enumerate(zip(movers, self._places, strict=True)):
            if not np.all(self.diverged[place]):
                x, self._states[i] = mover.update(self.weights[place].T, slopes[place].T, self._states[i])
                moved[place] = x.T
        inside = (np.abs(moved) < FARTHEST).all(axis=1) & (self.diverged == 0)  # False for NaN
        self.diverged[~inside & (self.diverged == 0)] = self._done
        self.weights = np.where(inside[:, None], moved, self.weights)
