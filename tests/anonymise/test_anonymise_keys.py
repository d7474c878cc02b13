import datetime
import os
import stat

import pytest

from toolkit.anonymise import destroy_key, new_key, read_key
from toolkit.errors import KeyFileError

LATER = datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=30)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "key.json"


def test_a_key_is_private_random_and_read_back(path, tmp_path):
    new_key(path, expires=LATER)
    other = new_key(tmp_path / "other.json", expires=LATER)
    assert len(read_key(path)) == 32
    assert read_key(path) != read_key(other)
    assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_written_where_it_could_be_shared_or_lost(path, tmp_path):
    new_key(path, expires=LATER)
    with pytest.raises(KeyFileError, match="exists already"):
        new_key(path, expires=LATER)
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    with pytest.raises(KeyFileError, match="inside a repository"):
        new_key(tmp_path / "repository" / "a" / "key.json", expires=LATER)
    with pytest.raises(KeyFileError, match="later than today"):
        new_key(tmp_path / "late.json", expires=datetime.date(2020, 1, 1))


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_key_open_to_others_is_refused(path):
    new_key(path, expires=LATER)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_key(path)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"key": "00", "expires": "2999-01-01"}', "32 bytes"),
        ('{"key": "%s", "expires": "2020-01-01"}' % ("00" * 32), "has expired"),
    ],
)
def test_a_damaged_or_expired_key_is_refused(path, content, rule):
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match=rule) as caught:
        read_key(path)
    assert "00" * 32 not in str(caught.value)


def test_destroying_leaves_a_certificate_and_no_key(path):
    new_key(path, expires=LATER)
    secret = read_key(path).hex()
    certificate = destroy_key(path, responsible="direction")
    written = certificate.read_text(encoding="utf-8")
    assert not path.exists()
    assert "direction" in written
    assert LATER.isoformat()[:4] in written
    assert secret not in written
    with pytest.raises(KeyFileError, match="could not be destroyed"):
        destroy_key(path, responsible="direction")
