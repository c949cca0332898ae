"""The workflow on a Slurm of its own: one node, on this machine, from start to end of this file."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack
from getpass import getuser

import pytest
import yaml
from conftest import ROOT, SMALL, Checkout

from workflow.resources import megabytes

SBIN = f"{os.environ['PATH']}:/usr/sbin"
DAEMONS = [shutil.which(name, path=SBIN) for name in ("munged", "slurmctld", "slurmd")]

# A step that takes more memory than its job asked for is killed.
CONFIGURATION = """
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser={user}
SlurmdUser={user}
AuthInfo=socket={folder}/munge-socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=4000
PartitionName=main Nodes=ALL Default=YES
"""

pytestmark = pytest.mark.skipif(
    None in DAEMONS and "CI" not in os.environ, reason="needs Debian's slurm-wlm and munge"
)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def told(*command):
    """Return the lines that a command of Slurm prints."""
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()


def wait_for(condition):
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("Slurm takes more than 30 s")


@pytest.fixture(scope="module")
def slurm(tmp_path_factory):
    """A running Slurm, to which this process and its children submit."""
    folder = tmp_path_factory.mktemp("slurm")
    configuration, key, srun = (folder / name for name in ("slurm.conf", "munge-key-file", "srun"))
    configuration.write_text(
        CONFIGURATION.format(
            host=socket.gethostname().split(".")[0],
            controller=free_port(),
            node=free_port(),
            user=getuser(),
            folder=folder,
        )
    )
    key.touch(mode=0o600)
    key.write_bytes(os.urandom(1024))
    # The plugin takes Slurm's variables, this one among them, away from the steps of a job.
    srun.write_text(f'#!/bin/sh\nSLURM_CONF={configuration} exec {shutil.which("srun")} "$@"\n')
    srun.chmod(0o755)
    munged, slurmctld, slurmd = DAEMONS
    places = [
        f"--{name}={folder}/munge-{name}"
        for name in ("socket", "key-file", "pid-file", "log-file", "seed-file")
    ]
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("SLURM_CONF", str(configuration))
        patch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        for command in (
            [munged, "--foreground", "--force", *places],
            [slurmctld, "-D"],
            [slurmd, "-D"],
        ):
            daemon = stack.enter_context(subprocess.Popen(command))
            stack.callback(daemon.terminate)
            wait_for((folder / "munge-socket").exists)
        wait_for(lambda: told("sinfo", "--noheader", "--format=%t") == ["idle"])
        yield
        told("scancel", "--partition=main")
        wait_for(lambda: not told("squeue", "--noheader"))


@pytest.fixture(scope="module")
def on_slurm(slurm, tmp_path_factory):  # noqa: ARG001
    """The small run, on Slurm."""
    checkout = Checkout(tmp_path_factory.mktemp("on_slurm"))
    checkout.run("--workflow-profile=slurm", cores=1, **SMALL)
    return checkout


def test_the_results_are_those_of_a_local_run_to_the_byte(on_slurm, base):
    assert on_slurm.final() == base.final()


@pytest.mark.usefixtures("on_slurm")
def test_a_job_takes_a_range_of_trials_and_asks_for_what_was_measured():
    config = yaml.safe_load((ROOT / "config.yaml").read_text()) | SMALL
    asked = told("squeue", "--states=all", "--noheader", "--format=%C core, %m, %l")
    needed = megabytes(config, config["trials_per_job"])
    samples, trials = f"1 core, {needed}M, 10:00", f"1 core, {needed}M, 40:00"
    tables = "1 core, 600M, 30:00"
    assert sorted(asked) == sorted([*[samples] * 6, *[trials] * 3, tables])
