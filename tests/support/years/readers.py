from pathlib import Path
from dataclasses import dataclass
@dataclass
class T:
    promised: str
def read_template(path: Path):
    from openpyxl import load_workbook
    b=load_workbook(path); s=b["Звіт"]
    rows=list(s.iter_rows(values_only=True))
    top=next(i for i,r in enumerate(rows) if r[0]=="Код")
    h=rows[top]
    out={}
    for r in rows[top+1:]:
        if r[0]:
            d=dict(zip(h,r)); out[r[0]]=T(d.get("Обіцяно минулого кварталу") or d.get("Що обіцяли минулого кварталу") or "")
    return out
