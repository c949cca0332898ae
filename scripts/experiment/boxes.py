"""Equation (4) as printed: the squared differences integrated dx, without a density, over boxes."""

from typing import NamedTuple

import numpy as np

from estimators import named
from experiment.equation4 import outputs_in_blocks, square_distance
from experiment.status import usable

HALF_WIDTHS = np.arange(1, 11)  # L, in standard deviations of each feature
GRIDS = {1: (50, 60), 2: (5, 6)}  # nodes of the rules, on each unit of each axis
REPLICATES, POINTS = 8, 256  # of scrambled points in each box, where a grid would be too large
FAR = 1e6  # times the box of L = 1: there outputs and posteriors are what they tend to
NOTHING = 1e-6  # mean squared difference there that is rounding


class Boxes(NamedTuple):
    """A quadrature rule for all B boxes at once, of parts whose differences tell its accuracy.

    Attributes
    ----------
    nodes : (M, p) array
        Ordered by shell: the smallest box, then what each box adds to the one before.
    starts : (B,) array
        The first node of each shell.
    weights : (S, M) array
        One row a part, a rule of its own.
    """

    nodes: np.ndarray
    starts: np.ndarray
    weights: np.ndarray

    def integrate(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the integrals (..., B) of functions given at the nodes, (..., M), and errors.

        The integral is the mean over the parts, its error the standard error of that.
        """
        shells = [np.add.reduceat(values * row, self.starts, axis=-1) for row in self.weights]
        parts = np.cumsum(shells, axis=-1)
        return parts.mean(axis=0), parts.std(axis=0, ddof=1) / np.sqrt(len(parts))


class BoxErrors(NamedTuple):
    """The error of R fits against one reference posterior; nan for a fit that is none."""

    error: np.ndarray  # sqrt{ Σ_k ∫ (z*_k − P(C_k|x))² dx } over each box, (R, B)
    accuracy: np.ndarray  # of its quadrature, (R, B)
    unbounded: np.ndarray  # 1 where the difference does not go to 0 far away, (R,)


def boxes(classes) -> Boxes:
    """Return a rule for boxes about the centre of the class means.

    In one or two dimensions its parts are products of two Gauss–Legendre rules, on panels of one
    unit, so that boxes share their nodes. In more they are replicates of scrambled Sobol points in
    every box: each point counts for all boxes that hold it, by one over the density of points
    expected there (the balance heuristic of Veach & Guibas, SIGGRAPH 1995).

    Parameters
    ----------
    classes
        The true classes, of any family. The unit of a feature is a third of what its extent has
        above the highest class mean: its standard deviation, if that is common to the classes.
    """
    unit = (classes.extent()[1] - classes.centres().max(axis=0)) / 3
    inputs = len(unit)
    if inputs in GRIDS:
        parts = [grid(count, inputs) for count in GRIDS[inputs]]
    else:
        generator = np.random.default_rng(0)
        parts = [scattered(generator, inputs) for _ in range(REPLICATES)]
    nodes, weights = map(np.concatenate, zip(*parts, strict=True))
    part = np.repeat(np.arange(len(parts)), [len(each) for _, each in parts])
    order = np.argsort(shells(nodes), kind="stable")
    starts = np.searchsorted(shells(nodes)[order], np.arange(len(HALF_WIDTHS)))
    weights = np.where(part == np.arange(len(parts))[:, None], unit.prod() * weights, 0)
    return Boxes(classes.centres().mean(axis=0) + unit * nodes[order], starts, weights[:, order])


def shells(nodes: np.ndarray) -> np.ndarray:
    """Return which box is the smallest that holds each node (M, p), in units from the centre."""
    return np.searchsorted(HALF_WIDTHS, np.abs(nodes).max(axis=1))


def grid(count: int, inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes (M, p) and weights (M,) of a rule with so many nodes a unit of each axis."""
    x, weight = np.polynomial.legendre.leggauss(count)
    panels = np.arange(-HALF_WIDTHS[-1], HALF_WIDTHS[-1]) + 0.5
    axes = (panels[:, None] + x / 2).ravel(), np.tile(weight / 2, len(panels))
    nodes, weights = (
        np.stack(np.meshgrid(*[axis] * inputs), axis=-1).reshape(-1, inputs) for axis in axes
    )
    return nodes, weights.prod(axis=1)


def scattered(generator: np.random.Generator, inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """Return scrambled nodes (M, p), as many in each box, and weights (M,)."""
    from scipy.stats import qmc  # slow to import, and most experiments are in the plane

    cubes = [2 * qmc.Sobol(inputs, rng=generator).random(POINTS) - 1 for _ in HALF_WIDTHS]
    nodes = np.concatenate([half * cube for half, cube in zip(HALF_WIDTHS, cubes, strict=True)])
    densities = POINTS / (2.0 * HALF_WIDTHS) ** inputs
    return nodes, 1 / np.cumsum(densities[::-1])[::-1][shells(nodes)]


def references(classes) -> dict[str, NamedTuple]:
    """Return the classes whose posterior the fits are held against, by the name of the reading."""
    halved = hasattr(classes, "without_half")
    return {"exact": classes} | ({"without the ½": classes.without_half()} if halved else {})


def box_errors(
    fits: dict[str, dict[str, np.ndarray]], classes, rule: Boxes
) -> dict[tuple[str, str], BoxErrors]:
    """Return equation (4) over each box, by reference and estimator.

    Parameters
    ----------
    fits : dict
        What `fit_range` returns, by the estimator's name.
    classes
        The true classes, of any family.
    rule : Boxes
        Theirs.
    """
    centre, outermost = classes.centres().mean(axis=0), rule.nodes[rule.starts[-1] :]
    nodes = np.concatenate([rule.nodes, centre + FAR * (outermost - centre)])
    within = len(rule.nodes)
    exact = {name: each.posterior(nodes) for name, each in references(classes).items()}
    found = {}
    for estimator, fitted in fits.items():
        count, sizes = len(fitted["omega"]), (len(HALF_WIDTHS),)
        shapes = ((count, *sizes), (count, *sizes), (count,))
        results = {name: BoxErrors(*map(np.empty, shapes)) for name in exact}
        for block, estimated in outputs_in_blocks(nodes, fitted, named(estimator)):
            for name, result in results.items():
                squares = square_distance(estimated.copy(), exact[name])
                integral, accuracy = rule.integrate(squares[:, :within])
                result.error[block] = np.sqrt(integral)
                result.accuracy[block] = accuracy
                result.unbounded[block] = squares[:, within:].mean(axis=1) > NOTHING
        for name, result in results.items():
            twice = 2 * result.error
            np.divide(result.accuracy, twice, out=result.accuracy, where=twice > 0)
            for values in result:
                values[~usable(fitted["status"])] = np.nan
            found[name, estimator] = result
    return found
