"""Claims about the pairings of activation and penalty."""

from report.evidence import Evidence, Finding
from report.items import item
from report.tables import measure_table
from report.words import label, number, sentence


@item(
    "Is logistic + cross-entropy not sensible?",
    11,
    measure_table(
        {
            "mean output": "mean_output",
            "posterior error": "posterior_error",
            "accuracy": "accuracy",
            "objective": "objective",
        }
    ),
)
def not_sensible(evidence: Evidence) -> Finding:
    """Do logistic outputs with the multi-class cross-entropy all go to 1?"""
    bad, good = "logistic-cross_entropy", "logistic-binary_cross_entropy"

    def measured(name: str) -> str:
        return (
            f"mean output {evidence.mean(name, 'mean_output')}, accuracy "
            f"{evidence.mean(name, 'accuracy')}, posterior error "
            f"{evidence.mean(name, 'posterior_error')}"
        )

    mean, error = evidence.value(bad, "mean_output"), evidence.error(bad, "mean_output")
    iterations, decay = evidence.settings["iterations"], evidence.settings["weight_decay"]
    conditions = f"after at most {iterations} iterations" + (f", decay {decay:g}" if decay else "")
    collapsed = mean - 2 * error > 0.98
    return Finding(
        f"{sentence(label(bad) + ': ' + measured(bad))} With the two-term cross-entropy, whose "
        f"Δ_k is z*_k − t_k: {measured(good)}.",
        (
            f"Confirmed: outputs go to 1 for all classes (mean {mean:.4f}, {conditions}). "
            if collapsed
            else f"Not confirmed {conditions}: mean output {number(mean, 4) or 'not finite'}. "
        )
        + "What shares Δ_k = z*_k − t_k with softmax + cross-entropy is the two-term pairing.",
    )
