# Two hosts, each a network and a name of its own, joined by a cable; what they share is the folder $1. Run it in new namespaces of
# network, names and processes: `unshare -n -u -p -f --mount-proc --kill-child bash two_hosts.sh FOLDER`; all of it ends with this script.
# The first host has the scheduler and runs the words of $SWEEP; the second one computes. When $3 parts are there, one of its workers is killed.
set -eu
folder=$1 python=$2 parts=$3
there() { nsenter -t "$other" -n -u "$@"; }
unshare -n -u sleep infinity &
other=$!
until [ "$(readlink "/proc/$other/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
ip link add cable0 type veth peer name cable1
ip link set cable1 netns "$other"
hostname first; ip link set lo up; ip addr add 192.0.2.1/24 dev cable0; ip link set cable0 up
there hostname second; there ip link set lo up; there ip addr add 192.0.2.2/24 dev cable1; there ip link set cable1 up
export NUMBA_NUM_THREADS=1
"$python" -m distributed.cli.dask_scheduler --host 192.0.2.1 --port 0 --scheduler-file "$folder/scheduler.json" --no-dashboard \
    > "$folder/scheduler.log" 2>&1 &
until [ -s "$folder/scheduler.json" ]; do sleep 0.1; done
mkdir "$folder/second"
(cd "$folder/second" && there "$python" -m distributed.cli.dask_worker --scheduler-file "$folder/scheduler.json" --host 192.0.2.2 \
    --nworkers 2 --nthreads 1 --no-dashboard > "$folder/workers.log" 2>&1) &
(
    until [ "$(find "$folder/study/table" -name '[!.]*' 2>/dev/null | wc -l)" -ge "$parts" ]; do sleep 0.02; done
    for found in $(pgrep -f 'multiprocessing.*spawn_main'); do
        if [ "$(readlink "/proc/$found/ns/net")" = "$(readlink "/proc/$other/ns/net")" ]; then
            kill -9 "$found" && echo "$found" > "$folder/killed" && break
        fi
    done
) &
eval "$SWEEP"
