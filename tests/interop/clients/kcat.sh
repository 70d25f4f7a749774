#!/usr/bin/env bash
# kcat tells the story, as far as it goes: it neither makes nor deletes topics, so the first produce makes one, with the
# 4 partitions that the cluster is to give a new topic.
set -euo pipefail

[ $# -eq 1 ] || [ $# -eq 3 ] || { echo "usage: $0 BOOTSTRAP [TOPIC COUNT]" >&2; exit 2; }
bootstrap=$1
topic=story-kcat-$$
scratch=$(mktemp -d)
members=()
trap '[ ${#members[@]} -eq 0 ] || kill "${members[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

command -v timeout >/dev/null || timeout() { shift && "$@"; } # macOS has none

ok() { echo "ok $*"; }
wrong() { echo "wrong: $*" >&2; exit 1; }
same() { [ "$1" = "$2" ] || { diff <(echo "$1") <(echo "$2") >&2 || true; wrong "$3 (above: < got, > wanted)"; }; }
say() { timeout 60 kcat -b "$bootstrap" -q "$@"; }

# Waits until "$2" holds, and says what for if it does not.
wait_for() {
  for _ in $(seq 600); do
    if eval "$2"; then return; fi
    sleep 0.1
  done
  for log in "$scratch"/*.out "$scratch"/*.err; do [ ! -f "$log" ] || tail -n 5 "$log" | sed "s|^|${log##*/}: |" >&2; done
  wrong "waited 60 s in vain for $1"
}

if [ $# -eq 3 ]; then # to the end, however many there are
  say -C -t "$2" -p 0 -o beginning -e -f 'read %k %s\n'
  exit
fi

timeout 60 kcat -b "$bootstrap" -L | grep -q '^ 1 brokers:' || wrong "the metadata names no broker"
ok metadata

say -L -t "$topic" >/dev/null # a librdkafka producer asks for the topic to be made
echo first | say -P -t "$topic" -p 0
partitions=$(timeout 60 kcat -b "$bootstrap" -L -t "$topic" -J | grep -o '"partition":' | wc -l)
same "$partitions" 4 "partitions of a new topic"
ok "topic made on first use"

wanted="0 0 -1  5  first" # partition, offset, key length, key, value length, headers, value
for codec in none gzip snappy lz4 zstd; do
  for acks in 0 1 all; do
    echo "key-$codec:value $codec $acks" |
      say -P -t "$topic" -p 1 -K: -z "$codec" -X "acks=$acks" -H a=1 -H a=2 -H empty=
    wanted+=$'\n'"1 x $((4 + ${#codec})) key-$codec $((7 + ${#codec} + ${#acks})) a=1,a=2,empty= value $codec $acks"
  done
  ok "produce $codec, acks 0, 1 and all"
done
echo "gone:" | say -P -t "$topic" -p 2 -K: -Z
wanted+=$'\n'"2 0 4 gone -1  "
echo "once" | say -P -t "$topic" -p 3 -X enable.idempotence=true -X acks=all
wanted+=$'\n'"3 0 -1  4  once"
ok "tombstone, idempotent producer"

# Offsets of partition 1 are checked for order alone: its wanted lines say `x`.
got=$(say -C -e -t "$topic" -o beginning -f '%p %o %K %k %S %h %s\n' | sort -s -n -k1,1 | sed 's/^1 [0-9]* /1 x /')
same "$got" "$wanted" "what was read back"
ok "consume all, as sent"

before_ms=$((($(date +%s) - 3600) * 1000))
same "$(say -Q -t "$topic:1:$before_ms")" "$topic [1] offset 0" "offset an hour ago"
same "$(say -Q -t "$topic:1:-1")" "$topic [1] offset 15" "end offset"
ok "offsets by time"

member() { # a name: a member of the group that writes what it reads to a file, and its assignments to another
  : >"$scratch/$1.out"
  kcat -b "$bootstrap" -u -G "$topic-group" -X auto.offset.reset=earliest -X session.timeout.ms=6000 \
    -X auto.commit.interval.ms=100 -f '%p %s\n' "$topic-shared" >"$scratch/$1.out" 2>"$scratch/$1.err" &
  members+=($!)
}
assigned() { grep 'rebalanced' "$scratch/$1.err" | tail -n 1 | grep 'assigned' | grep -o '\[[0-9]\]' | wc -l; }
produce_shared() { for p in 0 1 2 3; do seq -f "$1-$p-%g" 5 | say -P -t "$topic-shared" -p "$p"; done; }
seen() { cat "$scratch"/*.out | grep -c " $1-" || true; }

say -L -t "$topic-shared" >/dev/null
echo "0-0-0" | say -P -t "$topic-shared" -p 0
member first
member second
wait_for "two members to have two partitions each" '[ "$(assigned first) $(assigned second)" = "2 2" ]'
ok "two members share 4 partitions"

produce_shared shared
wait_for "the 20 shared records" '[ "$(seen shared)" -ge 20 ]'
ok "each record read by the group"

sleep 0.5 # the automatic commit
kill "${members[1]}"
wait "${members[1]}" || true
wait_for "the first to have all partitions" '[ "$(assigned first)" = 4 ]'
produce_shared alone
wait_for "the 20 records for one" '[ "$(grep -c " alone-" "$scratch/first.out")" = 20 ]'
ok "one member leaves, the other takes over"

sleep 0.5
kill "${members[0]}"
wait "${members[0]}" || true
member later
wait_for "a new member to have all partitions" '[ "$(assigned later)" = 4 ]'
produce_shared later
wait_for "the 20 later records" '[ "$(grep -c " later-" "$scratch/later.out")" -ge 20 ]'
same "$(grep -vc ' later-' "$scratch/later.out" || true)" 0 "records read again after a restart"
same "$(seen shared)$(seen alone)$(seen later)" 202020 "records read by the group, once each"
ok "a restart goes on from the committed offsets"
kill "${members[2]}"
wait "${members[2]}" || true
members=()
