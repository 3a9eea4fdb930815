from sqlite3.dbapi2 import *  # noqa: F403
from sqlite3.dbapi2 import Connection as Connection
from sqlite3.dbapi2 import connect as connect
