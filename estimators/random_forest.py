"""A random forest (scikit-learn): class probabilities are those of its trees' leaves, averaged."""

from sklearn.ensemble import RandomForestClassifier


def estimate(x, labels, points, generator):
    seed = int(generator.integers(2**32))
    forest = RandomForestClassifier(100, min_samples_leaf=5, random_state=seed)
    return forest.fit(x, labels).predict_proba(points)
