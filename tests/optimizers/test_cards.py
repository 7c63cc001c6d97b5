"""What the cards of methods and forms claim in numbers, measured."""

from __future__ import annotations

import re

import numpy as np
from cases import case

from optviz import OPTIMIZERS, minimize
from optviz.line_search import MOST_TRIALS, SUFFICIENT_DECREASE
from surfaces import SURFACES

BEALE, RAVINE = SURFACES["beale"], SURFACES["ravine"]
FORMS = {form.__name__: form for method in OPTIMIZERS.values() for form in method.forms()}
G = np.array([300.0, -0.02])
"""A gradient that is large along one axis and small along the other."""


def first_step(optimizer, g=G):
    """How far the first step leads from the origin, where no weight decay pulls."""
    x, _ = optimizer.update(np.zeros(2), g, optimizer.initial_state())
    return x


def test_adadeltas_first_step_is_the_root_of_epsilon_over_one_minus_gamma():
    assert "While the gradient is large compared with √ε, the first step is √(ε/(1 − γ))" in OPTIMIZERS["adadelta"].note
    for decay, epsilon in ((0.95, 1e-6), (0.9, 1e-4), (0.0, 1e-8), (0.999, 1e-6)):
        with case((decay, epsilon)):
            steep = first_step(OPTIMIZERS["adadelta"](decay=decay, epsilon=epsilon), np.array([1e6, -1e6]))
            np.testing.assert_allclose(np.abs(steep), np.sqrt(epsilon / (1 - decay)), rtol=1e-6)
    flat = first_step(OPTIMIZERS["adadelta"](decay=0.95, epsilon=1e-2), np.array([1e-3, 1e-3]))
    assert np.abs(flat).max() < 0.1 * np.sqrt(1e-2 / 0.05), "only while the gradient is large compared with √ε"


def test_amsgrads_first_step_is_eta_times_one_minus_beta1_over_the_root_of_one_minus_beta2():
    assert "the first step is η (1 − β₁)/√(1 − β₂)" in OPTIMIZERS["amsgrad"].note
    for beta1, beta2 in ((0.9, 0.999), (0.5, 0.9), (0.0, 0.0)):
        optimizer = OPTIMIZERS["amsgrad"](learning_rate=0.01, beta1=beta1, beta2=beta2, epsilon=0.0)
        np.testing.assert_allclose(first_step(optimizer), -0.01 * (1 - beta1) / np.sqrt(1 - beta2) * np.sign(G), rtol=1e-12)


def test_corrected_after_the_maximum_the_learning_rate_can_grow_and_in_the_paper_it_cannot():
    grew = {}
    for library in ("paper", "torch"):
        optimizer = OPTIMIZERS["amsgrad"].like(library, beta2=0.9, epsilon=1e-8)
        state, rates = optimizer.initial_state(), []
        for t in range(1, 30):
            _, state = optimizer.update(np.zeros(1), np.array([1.0 if t == 1 else 0.01]), state)
            corrected = state.v_max / (1 - state.beta2_power) if library == "torch" else state.v_max
            rates.append(float(1 / np.sqrt(corrected[0])))
        grew[library] = bool(np.any(np.diff(rates) > 1e-12))
    assert grew == {"paper": False, "torch": True}


HATTED = [("adam", "keras", "torch"), ("amsgrad", "keras", "torch"), ("adamw", "keras", "torch")]


def test_epsilon_hat_acts_as_epsilon_over_the_root_of_what_the_squares_lack():
    for key, hatted, plain in HATTED:
        for t in (1, 2, 10, 500):
            with case((key, t)):
                form = OPTIMIZERS[key].libraries()[hatted]
                assert "acts as ε/√(1 − β₂ᵗ)" in form.sentence + form.note
                beta2, epsilon = 0.99, 0.05
                hat = OPTIMIZERS[key].like(hatted, beta2=beta2, epsilon=epsilon)
                acts = OPTIMIZERS[key].like(plain, beta2=beta2, epsilon=epsilon / np.sqrt(1 - beta2**t))
                common = {"learning_rate": 0.01, "beta1": 0.8} | ({"weight_decay": 0.0} if "weight_decay" in hat.parameters() else {})
                before = {
                    "m": np.array([0.3, -0.1]),
                    "v": np.array([0.2, 0.01]),
                    "beta1_power": 0.8 ** (t - 1),
                    "beta2_power": beta2 ** (t - 1),
                }
                before |= {"v_max": before["v"]} if key == "amsgrad" else {}
                steps = [one.replace(**common).update(np.ones(2), np.array([0.5, 0.1]), one.State(**before))[0] for one in (hat, acts)]
                np.testing.assert_allclose(*steps, rtol=1e-12)
    radam, t = OPTIMIZERS["radam"].like("torch", learning_rate=0.01, beta2=0.99, epsilon=0.05), 50
    before = {"m": np.array([0.3]), "v": np.array([0.2]), "t": t - 1.0, "beta1_power": 0.9 ** (t - 1), "beta2_power": 0.99 ** (t - 1)}
    papers = OPTIMIZERS["radam"](learning_rate=0.01, beta2=0.99, epsilon=0.05 / np.sqrt(1 - 0.99**t))
    steps = [one.update(np.ones(1), np.array([0.5]), one.State(**before))[0] for one in (radam, papers)]
    np.testing.assert_allclose(*steps, rtol=1e-12)


def rectified_from(form, beta2, **values):
    """The first step that depends on the mean of squares."""
    small, large = (minimize(form(beta2=beta2, learning_rate=1e-4, epsilon=e, **values), RAVINE, steps=15).points for e in (1e-8, 1.0))
    return int(np.argmax(np.any(small != large, axis=1)))


def test_the_paper_of_radam_rectifies_one_step_earlier_for_beta2_from_nine_tenths_on():
    radam = OPTIMIZERS["radam"]
    for library in ("torch", "optax"):
        assert "from ρ = 4 on, which is one step earlier for β₂ from 0.9 on" in radam.libraries()[library].note
    for beta2 in (0.9, 0.95, 0.99, 0.999, 0.9999):
        with case(beta2):
            assert rectified_from(radam, beta2) == 5
            assert rectified_from(radam.libraries()["torch"], beta2) == rectified_from(radam.libraries()["optax"], beta2) == 6
    assert rectified_from(radam.libraries()["torch"], 0.75) > rectified_from(radam, 0.75) + 1, "not for less"
    same = [minimize(one, BEALE, steps=60).points for one in (radam(), radam.libraries()["optax"](threshold=4.0, epsilon_root=0.0))]
    np.testing.assert_allclose(*same, rtol=1e-10)


def test_optaxs_radam_rectifies_where_rho_is_the_threshold_itself():
    # As in scale_by_radam: jnp.where(ro >= threshold, …).
    beta2, t = 0.75, 9
    longest = 2 / (1 - beta2) - 1
    rho = longest - 2 * t * beta2**t / (1 - beta2**t)
    before = {"m": np.zeros(1), "v": np.ones(1), "t": t - 1.0, "beta1_power": 0.5, "beta2_power": beta2 ** (t - 1)}
    steps = {}
    for threshold in (rho, float(np.nextafter(rho, 9))):
        optimizer = OPTIMIZERS["radam"].like("optax", learning_rate=1.0, beta2=beta2, threshold=threshold)
        x, _ = optimizer.update(np.zeros(1), np.ones(1), optimizer.State(**before))
        steps[threshold] = -float(x[0])
    plain = 0.1 / (1 - 0.5 * 0.9)  # m̂, with no regard for the squares
    assert steps[rho] < 0.9 * plain
    np.testing.assert_allclose(steps[float(np.nextafter(rho, 9))], plain, rtol=1e-12)


def test_nadams_share_of_the_momentum_comes_within_a_tenth_of_beta1_when_the_cards_say():
    said = {"torch": 9857, "keras": 40}
    for library, expected in said.items():
        optimizer = OPTIMIZERS["nadam"].like(library)
        t = np.arange(1, 20_000)
        share = 1 - 0.5 * 0.96 ** (t * optimizer.momentum_decay)
        assert t[np.argmax(share >= 0.9)] == expected
        assert f"{expected:,} steps" in type(optimizer).note
        # The product of all shares is what the update itself has.
        state, beta1 = optimizer.initial_state(), optimizer.beta1
        for step in range(1, 4):
            _, state = optimizer.update(np.zeros(1), np.ones(1), state)
            np.testing.assert_allclose(state.product, np.prod(beta1 * share[:step]), rtol=1e-12)


def test_the_numbers_on_the_cards_of_searching_methods_are_those_of_the_search():
    assert SUFFICIENT_DECREASE == 1e-4
    for key in ("bfgs", "conjugate_gradient"):
        assert f"{MOST_TRIALS} trials" in OPTIMIZERS[key].note
        assert "c₁ = 10⁻⁴" in OPTIMIZERS[key].note


def test_what_cards_say_of_the_libraries_defaults_are_the_libraries_defaults():
    for library in ("keras", "optax"):
        assert OPTIMIZERS["adagrad"].like(library).initial_accumulator == 0.1
    assert OPTIMIZERS["adadelta"].like("keras").learning_rate == 0.001
    assert OPTIMIZERS["radam"].like("optax").threshold == 5
    assert OPTIMIZERS["nadam"].like("torch").momentum_decay == 0.004
    assert OPTIMIZERS["nadam"].like("keras").momentum_decay == 1
    assert OPTIMIZERS["nadam"].like("optax").epsilon_root == 0
    assert OPTIMIZERS["lion"]().weight_decay == 0
    assert (OPTIMIZERS["newton"]().learning_rate, OPTIMIZERS["newton"]().damping) == (1, 0)


def test_the_heavy_ball_takes_the_new_gradient_in_with_its_full_weight():
    for key in ("momentum", "nag"):
        np.testing.assert_allclose(first_step(OPTIMIZERS[key](learning_rate=0.01, momentum=0.9)), -0.01 * G)


def test_adamax_without_epsilon_divides_nothing_by_nothing_where_the_first_gradient_is_zero():
    with np.errstate(all="ignore"):
        assert np.isnan(first_step(OPTIMIZERS["adamax"].like("paper"), np.zeros(2))).all()
    assert np.array_equal(first_step(OPTIMIZERS["adamax"](), np.zeros(2)), np.zeros(2))


MEASURED = {
    "cards": (
        *(
            "Adadelta",
            "AdadeltaWithRateDecoupled",
            "Adagrad",
            "AdamEpsilonHat",
            "AdaMax",
            "AdamWEpsilonHat",
            "AMSGrad",
            "AMSGradEpsilonHat",
        ),
        *("BFGS", "ConjugateGradient", "Momentum", "NadamScheduled", "NadamWarmedUp", "NadamNextPower", "Newton"),
        *("RAdamEpsilonHat", "RAdamThreshold"),
    ),
    "conventions": (
        *("AdadeltaWithRate", "AdagradOutside", "AdagradFromAccumulator", "AdagradFromAccumulatorDecoupled", "AdamEpsilonRoot"),
        *("AdaMaxPenalized", "AdamWEpsilonRoot", "MomentumDampened", "MomentumDecoupled", "NAGDrawnAhead", "NAGDrawnAheadPenalized"),
    ),
    "more_optimizers": ("AdagradFull", "Lookahead", "NaturalGradient", "QHAdam", "QHM", "RAdam", "Ranger"),
    "the paper, whose suggestion it is": ("AdamWOfThePaper",),
}
"""Whose cards claim something in numbers, by the file of tests beside this one that measures it."""


def test_no_card_claims_anything_in_numbers_that_is_not_known_here():
    cited = re.compile(r"\(?\b(?:1[6-9]|20)\d\d\b\)?|algorithm \d|section \d")
    claiming = {name for name, form in FORMS.items() if re.search(r"\d|√", cited.sub("", f"{form.sentence} {form.note}"))}
    assert claiming == {name for names in MEASURED.values() for name in names}
