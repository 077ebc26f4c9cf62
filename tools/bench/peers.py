"""Times searching by Paidan and by its peers, in turn, on one corpus; see tools/bench/search."""

import gzip
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

RUN = re.compile(r"[一-鿿㐀-䶿]+|[0-9a-z]+")


def grams(text):
    """Overlapping pairs of Chinese characters, whole words of letters and digits."""
    out = []
    for run in RUN.findall(text.lower()):
        if run[0] < "一":
            out.append(run)
        elif len(run) == 1:
            out.append(run)
        else:
            out.extend(run[i : i + 2] for i in range(len(run) - 1))
    return out


def lines(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def passages(rows, count):
    """Cuts texts into overlapping pieces, finer and finer, until there are enough."""
    made = []
    for step in (60, 35, 20, 11, 7, 5, 3):
        for row in rows:
            text = row.get("title", "") + row["text"]
            for start in range(0, max(1, len(text) - 60), step):
                made.append(
                    {"id": f"{row['id']}#{step}.{start}", "title": "", "text": text[start : start + 160]}
                )
                if len(made) == count:
                    return made
    return made


def figures(times):
    times = sorted(times)
    return {
        "p50_ms": times[len(times) // 2] * 1e3,
        "p99_ms": times[min(len(times) - 1, len(times) * 99 // 100)] * 1e3,
    }


def timed(questions, search, relevant):
    times, score, counted = [], 0.0, 0
    for question, terms in questions:
        start = time.perf_counter()
        hits = search(terms)
        times.append(time.perf_counter() - start)
        right = relevant.get(question)
        if right:
            counted += 1
            score += next((1 / (i + 1) for i, hit in enumerate(hits) if hit in right), 0)
    return figures(times) | {"mrr@10": score / max(counted, 1)}


class Tantivy:
    def __init__(self, rows, texts):
        import tantivy

        self.tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw")
        schema.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(500_000_000, 2)
        for row, text in zip(rows, texts):
            writer.add_document(tantivy.Document(id=row["id"], text=" ".join(text)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def search(self, terms):
        query = self.tantivy.Query.boolean_query(
            [
                (
                    self.tantivy.Occur.Should,
                    self.tantivy.Query.term_query(self.schema, "text", term, "freq"),
                )
                for term in dict.fromkeys(terms)
            ]
        )
        hits = self.searcher.search(query, 10, count=False).hits
        return [self.searcher.doc(place)["id"][0] for _, place in hits]


class BM25S:
    def __init__(self, rows, texts):
        import bm25s

        self.ids = [row["id"] for row in rows]
        self.engine = bm25s.BM25()
        self.engine.index(texts, show_progress=False)

    def search(self, terms):
        known = [term for term in dict.fromkeys(terms) if term in self.engine.vocab_dict]
        if not known:
            return []
        found, _ = self.engine.retrieve([known], k=min(10, len(self.ids)), show_progress=False)
        return [self.ids[index] for index in found[0]]


class FTS5:
    def __init__(self, rows, texts):
        self.ids = [row["id"] for row in rows]
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            "CREATE VIRTUAL TABLE t USING fts5(g, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        self.database.executemany(
            "INSERT INTO t (rowid, g) VALUES (?, ?)",
            ((index, " ".join(text)) for index, text in enumerate(texts)),
        )
        self.database.execute("INSERT INTO t (t) VALUES ('optimize')")

    def search(self, terms):
        if not terms:
            return []
        match = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        found = self.database.execute(
            "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10", (match,)
        )
        return [self.ids[index] for (index,) in found]


def paidan(binary, corpus, queries, qrels):
    done = subprocess.run(
        [binary, "eval", "search", "--corpus", corpus, "--queries", queries, "--qrels", qrels],
        check=True,
        stdout=subprocess.PIPE,
    )
    return json.loads(done.stdout)


def main():
    binary, corpus, queries, qrels, *rest = sys.argv[1:]
    rows = lines(corpus)
    folder = tempfile.TemporaryDirectory(prefix="paidan-bench-")
    if rest and int(rest[0]) > 0:
        rows = passages(rows, int(rest[0]))
        corpus = os.path.join(folder.name, "passages.jsonl")
        with open(corpus, "w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    rounds = int(rest[1]) if len(rest) > 1 else 3
    relevant = {}
    with open(qrels, encoding="utf-8") as file:
        for line in file:
            question, document, *_ = line.split()
            relevant.setdefault(question, set()).add(document)
    questions = [(row["id"], grams(row["text"])) for row in lines(queries)]
    print(f"{len(rows)} documents, {len(questions)} questions, {rounds} rounds", file=sys.stderr)
    texts = [grams(row.get("title", "") + " " + row["text"]) for row in rows]
    ways, results = {}, {"paidan": []}
    for way in (Tantivy, BM25S, FTS5):
        start = time.perf_counter()
        ways[way.__name__] = way(rows, texts)
        results[way.__name__] = []
        seconds = time.perf_counter() - start
        print(f"{way.__name__}: indexed in {seconds:.1f} s", file=sys.stderr)
    for _ in range(rounds):
        results["paidan"].append(paidan(binary, corpus, queries, qrels))
        for name, way in ways.items():
            results[name].append(timed(questions, way.search, relevant))
    medians = {
        name: {key: statistics.median(r[key] for r in runs) for key in runs[0]}
        for name, runs in results.items()
    }
    own = medians["paidan"]
    for name, values in medians.items():
        values["p50_ratio"] = values["p50_ms"] / own["p50_ms"]
        values["p99_ratio"] = values["p99_ms"] / own["p99_ms"]
    print(json.dumps({name: {k: round(v, 4) for k, v in values.items()} for name, values in medians.items()}, indent=1))


if __name__ == "__main__":
    main()
