"""What personal data looks like in Viet Nam: the signs of each kind, in headers and in cells. Pure.

A single cell proves nothing: of random texts of 12 digits 1.5 % could be citizen numbers, of those of 10 digits 9 %
pass the check of tax codes. So a kind is found in a column as a whole.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from publisher.model import Data
from publisher.words import fold

# Circular 07/2016/TT-BCA, Article 7: province (the 63 until 2025), century and sex, year, six digits; no check digit.
PROVINCES = (
    *("001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020", "022", "024", "025"),
    *("026", "027", "030", "031", "033", "034", "035", "036", "037", "038", "040", "042", "044", "045", "046", "048"),
    *("049", "051", "052", "054", "056", "058", "060", "062", "064", "066", "067", "068", "070", "072", "074", "075"),
    *("077", "079", "080", "082", "083", "084", "086", "087", "089", "091", "092", "093", "094", "095", "096"),
)
# The weights of the nine digits of a tax code; the tenth is 10 less their sum modulo 11.
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)

# The family names that most people of Viet Nam bear, and frequent ones of its minorities.
_FAMILIES = (
    *(
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Hoàng",
        "Huỳnh",
        "Phan",
        "Vũ",
        "Võ",
        "Đặng",
        "Bùi",
        "Đỗ",
        "Hồ",
        "Ngô",
        "Dương",
        "Lý",
    ),
    *(
        "Đinh",
        "Trịnh",
        "Đào",
        "Đoàn",
        "Vương",
        "Trương",
        "Lâm",
        "Mai",
        "Tô",
        "Hà",
        "Cao",
        "Lương",
        "Lưu",
        "Triệu",
        "Nông",
    ),
    *(
        "Lò",
        "Quàng",
        "Cầm",
        "Tòng",
        "Vàng",
        "Giàng",
        "Sùng",
        "Thào",
        "Hầu",
        "Ma",
        "Mùa",
        "Vừ",
        "Bàn",
        "Phùng",
        "Hoa",
        "Chảo",
    ),
)
_CITIZEN = f"(?:{'|'.join(PROVINCES)})(?:[01][0-9]{{2}}|[23][0-3][0-9])[0-9]{{6}}"
_MOBILE = r"(?:\+?84|0)[ .-]?(?:3[2-9]|5[25689]|7[06-9]|8[0-9]|9[0-9])(?:[ .-]?[0-9]){7}"
_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
_FAMILY = "|".join((*_FAMILIES, *(name.upper() for name in _FAMILIES)))
_NAME = rf"(?:{_FAMILY})(?:\s+\p{{Lu}}[\p{{L}}\p{{M}}']*){{1,4}}"
_WAYS = "(?i:đường|phố|ngõ|ngách|hẻm|thôn|xóm|ấp|bản|buôn|tổ|khu phố|street|road|lane)"
_AREAS = "(?i:xã|phường|thị trấn|quận|huyện|thành phố|ward|district)"
_TAX = "[0-9]{10}(?:-?[0-9]{3})?"
_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){8}")


@dataclass(frozen=True)
class Kind:
    """A kind of personal data, by regular expressions of RE2 for a whole cell.

    Where a header tells of the kind, any one cell that looks like `told` will do; elsewhere `share` of the cells look
    like `alone`. A kind without `alone` needs a header. `inside` is looked for within long texts. What `alone` or
    `inside` finds holds what `hint` finds, which is soon looked for: most columns hold none.
    """

    name: str
    headers: re.Pattern[str]
    told: str
    alone: str = ""
    share: float = 0.2
    inside: str = ""
    hint: re.Pattern[str] | None = None

    def tells(self, header: str) -> bool:
        """Whether a header, folded, tells of the kind."""
        return bool(self.headers.search(header))


def header(field: Data) -> str:
    """The name and title of a column, folded into plain words."""
    return _folded(f"{field.get('name', '')} {field.get('title', '')}")


@lru_cache(10_000)
def _folded(title: str) -> str:
    return " ".join(re.split(r"[\W_]+", fold(title)))


def _headers(*words: str) -> re.Pattern[str]:
    """Folded words, as whole words of a header."""
    return re.compile(rf"(?:^| )(?:{'|'.join(words)})(?: |$)")


KINDS = (
    Kind(
        "citizen-number",
        _headers("cccd", "can cuoc", "so dinh danh", "citizen id", "national id"),
        told="[0-9]{12}",
        alone=_CITIZEN,
        inside=rf"(?:^|[^0-9]){_CITIZEN}(?:$|[^0-9])",
        hint=_NUMBER,
    ),
    Kind(
        "identity-card",
        _headers("cmnd", "cmtnd", "cmt", "chung minh nhan dan", "chung minh thu", "cccd", "identity card"),
        told="[0-9]{9}|[0-9]{11,12}",
    ),
    Kind(
        "phone",
        _headers("dien thoai", "sdt", "di dong", "zalo", "phone", "telephone", "mobile", "tel"),
        told=rf"{_MOBILE}|\+84[0-9 .-]{{8,12}}|0[0-9 .()-]{{8,13}}[0-9]|[3-9][0-9]{{8}}",
        alone=_MOBILE,
        inside=rf"(?:^|[^0-9+]){_MOBILE}(?:$|[^0-9])",
        hint=_NUMBER,
    ),
    Kind(
        "e-mail",
        _headers("e mail", "email", "thu dien tu", "hop thu"),
        told=_MAIL,
        alone=_MAIL,
        inside=_MAIL,
        hint=re.compile("@"),
    ),
    Kind("tax-code", _headers("mst", "ma so thue", "tax code", "tax id"), told=_TAX, alone=_TAX, hint=_NUMBER),
    Kind(
        "bank-account",
        _headers("so tai khoan", "stk", "tai khoan ngan hang", "bank account", "account number", "iban"),
        told="[0-9][0-9 .-]{4,20}[0-9]|[A-Z]{2}[0-9]{2}[0-9A-Z ]{10,36}",
    ),
    Kind(
        "name",
        _headers("ho ten", "ho va ten", "full name", "ten nguoi", "nguoi dai dien"),
        told=_NAME,
        alone=_NAME,
        share=0.6,
        hint=re.compile(rf"(?:{_FAMILY})\s"),
    ),
    Kind(
        "address",
        _headers("dia chi", "noi o", "thuong tru", "tam tru", "cho o", "address", "residence"),
        told=rf"(?:.*\s)?(?:{_WAYS}|{_AREAS})\s.+",
        alone=rf"(?:(?i:số)\s*)?[0-9]+[0-9A-Za-z/.-]*,?\s+{_WAYS}\s.+",
        share=0.6,
        hint=re.compile(r"[0-9][0-9A-Za-z/.-]*,?\s"),
    ),
)
