SEARCH = config["reconstruction"]
# The paper's own problem, whatever the config's is; of the config, what no search varies.
OF_SEARCH = {
    "seed": config["seed"],
    "start_range": config["start_range"],
    "weight_decay": config["weight_decay"],
    "train_per_class": 100,
    "test_per_class": PROBLEM["test_per_class"],
    "classes": resolve(joined(SETTINGS[NAME], PROBLEM))["classes"],
}


rule reconstruction:
    input:
        "results/reconstruction/findings.html",


rule search:
    output:
        "results/reconstruction/search/{procedure}-{hidden}.csv",
    log:
        "results/reconstruction/logs/search/{procedure}-{hidden}.log",
    wildcard_constraints:
        procedure=r"\d+",
        hidden=r"\d+",
    conda:
        ENVIRONMENT
    params:
        search=SEARCH,
        settings=OF_SEARCH,
        code=digest("search.py"),
    message:
        "search    procedure {wildcards.procedure}, {wildcards.hidden} hidden units"
    script:
        "../../scripts/search.py"


rule confirm:
    input:
        expand(
            rules.search.output,
            procedure=range(len(SEARCH["procedures"])),
            hidden=SEARCH["hidden_units"],
        ),
    output:
        csv="results/reconstruction/confirmed/{place}.csv",
        batches="results/reconstruction/confirmed/{place}.npz",
    log:
        "results/reconstruction/logs/confirm/{place}.log",
    wildcard_constraints:
        place=r"\d+",
    conda:
        ENVIRONMENT
    params:
        search=SEARCH,
        settings=OF_SEARCH,
        code=digest("confirm.py"),
    message:
        "confirm   candidate {wildcards.place} on fresh trials"
    script:
        "../../scripts/confirm.py"


rule reconstruct:
    input:
        search=rules.confirm.input,
        confirmed=expand(
            rules.confirm.output.csv,
            place=range(len(SEARCH["procedures"]) * SEARCH["confirmed"] + 1),
        ),
        batches=expand(
            rules.confirm.output.batches,
            place=range(len(SEARCH["procedures"]) * SEARCH["confirmed"] + 1),
        ),
    output:
        "results/reconstruction/reconstruction.csv",
        "results/reconstruction/reconstruction.png",
        "results/reconstruction/findings.md",
        report(
            "results/reconstruction/findings.html",
            category="Studies",
            labels=title_of_page,
            caption="../report/item.rst",
        ),
    log:
        "results/reconstruction/logs/reconstruct.log",
    conda:
        ENVIRONMENT
    params:
        search=SEARCH,
        code=digest("reconstruct.py"),
    message:
        "conclude  what the authors may have run"
    script:
        "../../scripts/reconstruct.py"
