# A SLURM of one node, in $1, that runs the words of $SWEEP and ends. Run it in new namespaces of network and processes:
# `unshare -n -p -f --mount-proc --kill-child bash slurm_here.sh FOLDER`. When $2 parts are there, the first job is cancelled.
set -eu
cd "$1"
ip link set lo up; ip addr add 192.0.2.1/24 dev lo
mkdir -p state spool
cat > slurm.conf <<CONF
ClusterName=here
SlurmctldHost=localhost(192.0.2.1)
AuthType=auth/munge
AuthInfo=socket=$PWD/munge.socket
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
SchedulerType=sched/backfill
SlurmUser=root
SlurmdUser=root
SlurmctldPidFile=$PWD/slurmctld.pid
SlurmdPidFile=$PWD/slurmd.pid
SlurmdSpoolDir=$PWD/spool
StateSaveLocation=$PWD/state
NodeName=localhost NodeAddr=192.0.2.1 CPUs=2 RealMemory=4000 State=UNKNOWN
PartitionName=short Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
head -c 1024 /dev/urandom > munge.key
chmod 400 munge.key
export SLURM_CONF=$PWD/slurm.conf
munged --foreground --force --socket="$PWD/munge.socket" --key-file="$PWD/munge.key" --pid-file="$PWD/munge.pid" \
    --seed-file="$PWD/munge.seed" --log-file="$PWD/munge.log" > munged.log 2>&1 &
until [ -S munge.socket ]; do sleep 0.1; done
slurmctld -D > slurmctld.log 2>&1 &
slurmd -D > slurmd.log 2>&1 &
until sinfo -h -o %T 2>/dev/null | grep -q idle; do sleep 0.2; done
(
    until [ "$(find study/table -name '[!.]*' 2>/dev/null | wc -l)" -ge "$2" ]; do sleep 0.02; done
    first=$(squeue -h -t R -o %i | sort -n | head -1)
    scancel "$first" && echo "$first" > cancelled
) &
eval "$SWEEP"
