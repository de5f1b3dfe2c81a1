"""Checks what the cells of the executed notebooks show: check.py FOLDER MODEL_ID."""
import json
import pathlib
import re
import sys

folder, model_id = sys.argv[1:]
failures = []


def outputs(notebook):
    """The text and the HTML that the cells of a notebook show."""
    text, html = [], []
    with open(f"{folder}/{notebook}.ipynb", encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    for cell in cells:
        if cell["cell_type"] == "code" and cell["execution_count"] is None:
            failures.append(f"{notebook}: a cell was not executed")
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                failures.append(f"{notebook}: {output['ename']}")
            elif output["output_type"] == "stream":
                text.append("".join(output["text"]))
            else:
                html.append("".join(output.get("data", {}).get("text/html", "")))
    return "".join(text), "\n".join(html)


def check(notebook, what, holds):
    if not holds:
        failures.append(f"{notebook}: {what}")


for source in pathlib.Path(__file__).parent.glob("*.ipynb"):
    for cell in json.loads(source.read_text(encoding="utf-8"))["cells"]:
        check(source.name, "is kept with outputs; clear them", not cell.get("outputs"))

text, html = outputs("AnomalousRASampleData")
check("sample data", "no row is shown", '"EventID" : 5140' in text or '"EventID" : "5140"' in text)
check("sample data", "lines are not counted", re.search(r"lines: read [\d,]+ = used [1-9]", text))
check("sample data", "pictures are missing", html.count("<svg") >= 5)
check("sample data", "the planted attacks are not listed", html.count(">attack<") >= 6)

text, html = outputs("AnomalousRATraining")
check("training", f"the model id is not {model_id}, that of the command line",
      model_id and f"model id: {model_id}" in text)
check("training", "the objective is not drawn", "Objective of each iteration" in html)
means = re.findall(r"training (-?[\d.]+), own department (-?[\d.]+), another department (-?[\d.]+)", text)
check("training", "the scores of departments are missing", len(means) == 2)
check("training", f"another department does not score higher than the own one: {means}",
      all(float(training) < float(own) < float(foreign) for training, own, foreign in means))

text, html = outputs("AnomalousRAScoring")
check("scoring", "the model id is another", f"model id: {model_id}" in text)
found = re.search(r"planted accesses: (\d+); of the \1 highest rows (\d+) are planted", text)
check("scoring", "the planted attacks are not on top: " + (found.group(0) if found else "nothing"),
      found and int(found.group(2)) >= 0.8 * int(found.group(1)))
check("scoring", "flows or matrices are missing",
      html.count("Where the most anomalous actors went</strong>") == 2
      and html.count("Who touches what</strong>") == 2 and 'class="anomalous"' in html)
check("scoring", "the rows that would be sent are not shown", "RecordId" in text)
check("scoring", "the report is missing", "<iframe" in html)

for failure in failures:
    print("notebooks: " + failure, file=sys.stderr)
if failures:
    sys.exit(1)
print("notebooks: 3 executed, all cells checked")
