#!/usr/bin/env bash
# Runs `dateline extract` on one NDJSON file in three ways and shows that they write the
# same: as one process, under GNU parallel, and under Spark (`pip install pyspark`, with
# a Java runtime). `extract` reads standard input line by line and writes one line a
# story in input order, so whatever cuts an input between lines can spread it over cores
# or machines; all that is asked is that the pieces come back in order.
#
# The one difference is the `path` of each story, which names the input as each process
# sees it: all three read standard input here, so it is "-" three times.
#
# A caution: a line that is no story ends its piece with status 1 after all the others
# are written. GNU parallel counts such pieces in its own status; Spark gives up on them
# unless told otherwise, which is why the command ends in `|| [ $? -eq 1 ]` there.
#
# usage: many.sh DATELINE FILE.ndjson [OUT]
#   DATELINE  the program, as a path or a name on PATH
#   OUT       a folder for the three outputs (a temporary one, removed, unless given)
set -euo pipefail
dateline=$(command -v "$1")
file=$(realpath "$2")
out=${3:-$(mktemp -d)}
mkdir -p "$out"
[ $# -ge 3 ] || trap 'rm -rf "$out"' EXIT

"$dateline" extract --from ndjson - <"$file" >"$out/one.ndjson"

# --pipe cuts between lines, --keep-order puts the outputs in the order of the pieces.
if command -v parallel >/dev/null; then
    parallel --will-cite --pipe --block 8M --keep-order "$dateline" extract --from ndjson - \
        <"$file" >"$out/parallel.ndjson"
    cmp "$out/one.ndjson" "$out/parallel.ndjson" && echo "parallel: the same"
else
    echo "parallel: not installed"
fi

# Each partition is a run of whole lines; collecting them keeps their order. On a cluster
# `saveAsTextFile` writes one part a partition, in that order, instead.
if python3 -c "import pyspark" 2>/dev/null; then
    DATELINE="$dateline" FILE="$file" OUT="$out/spark.ndjson" python3 - <<'PYTHON'
import os
import shlex

from pyspark.sql import SparkSession

builder = SparkSession.builder.master("local[*]").appName("dateline extract")
spark = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
command = f"{shlex.quote(os.environ['DATELINE'])} extract --from ndjson - || [ $? -eq 1 ]"
lines = spark.sparkContext.textFile("file://" + os.environ["FILE"], minPartitions=8)
stories = lines.pipe(f"sh -c {shlex.quote(command)}", checkCode=True)
with open(os.environ["OUT"], "w", encoding="utf-8", newline="\n") as out:
    for story in stories.toLocalIterator():
        out.write(story + "\n")
spark.stop()
PYTHON
    cmp "$out/one.ndjson" "$out/spark.ndjson" && echo "spark: the same"
else
    echo "spark: not installed"
fi
