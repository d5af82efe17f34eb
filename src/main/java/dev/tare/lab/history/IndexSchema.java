package dev.tare.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables of the index, and whether a file has exactly these. */
final class IndexSchema {
    /** Raised with every change of the tables; another version is built anew. */
    static final int VERSION = 1;

    /** "Tare", so that {@code file} can tell whose database it is. */
    private static final int APPLICATION = 0x54617265;

    private static final List<String> TABLES =
            List.of(
                    "CREATE TABLE origin (judge TEXT NOT NULL)",
                    "CREATE TABLE bundle (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE,"
                            + " fingerprint TEXT NOT NULL, passed_over TEXT NOT NULL,"
                            + " identity TEXT NOT NULL, created_epoch_ns INTEGER NOT NULL,"
                            + " tare_version TEXT NOT NULL, commit_id TEXT NOT NULL,"
                            + " kernel TEXT NOT NULL, java_version TEXT NOT NULL,"
                            + " plan_name TEXT NOT NULL, plan_sha256 TEXT NOT NULL,"
                            + " machine TEXT NOT NULL, blocks INTEGER NOT NULL,"
                            + " planned_blocks INTEGER NOT NULL)",
                    "CREATE TABLE specimen (bundle INTEGER NOT NULL REFERENCES bundle"
                            + " ON DELETE CASCADE, name TEXT NOT NULL, version TEXT NOT NULL,"
                            + " PRIMARY KEY (bundle, name)) WITHOUT ROWID",
                    "CREATE TABLE workload (bundle INTEGER NOT NULL REFERENCES bundle"
                            + " ON DELETE CASCADE, name TEXT NOT NULL, words TEXT NOT NULL,"
                            + " sha256 TEXT NOT NULL, PRIMARY KEY (bundle, name)) WITHOUT ROWID",
                    "CREATE TABLE figure (bundle INTEGER NOT NULL REFERENCES bundle"
                            + " ON DELETE CASCADE, measure TEXT NOT NULL, kind TEXT NOT NULL,"
                            + " workload TEXT NOT NULL, specimen TEXT NOT NULL,"
                            + " place INTEGER NOT NULL, value REAL, low REAL, high REAL,"
                            + " level REAL, lower_bound INTEGER NOT NULL, verdict TEXT NOT NULL,"
                            + " reason TEXT NOT NULL,"
                            + " PRIMARY KEY (measure, kind, bundle, workload, specimen))"
                            + " WITHOUT ROWID",
                    "CREATE INDEX figure_of_bundle ON figure (bundle)");

    private IndexSchema() {}

    /** Settings of a connection; nothing that a file says of itself is carried out. */
    static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
            statement.execute("PRAGMA foreign_keys = ON");
            statement.execute("PRAGMA busy_timeout = 3000");
            // The index can be made again: no need to wait for the disk.
            statement.execute("PRAGMA synchronous = OFF");
        }
    }

    /** Makes the tables in an empty database. */
    static void create(Connection connection, String judge) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute("PRAGMA application_id = " + APPLICATION);
            statement.execute("PRAGMA user_version = " + VERSION);
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO origin (judge) VALUES (?)")) {
            insert.setString(1, judge);
            insert.executeUpdate();
        }
    }

    /** Whether nothing has been made in this database yet. */
    static boolean isEmpty(Connection connection) throws SQLException {
        return statements(connection).isEmpty();
    }

    /** Whether it has these tables and no others, made by this version and this judge. */
    static boolean fits(Connection connection, String judge) throws SQLException {
        if (number(connection, "PRAGMA application_id") != APPLICATION
                || number(connection, "PRAGMA user_version") != VERSION
                || !statements(connection).equals(TABLES.stream().sorted().toList())) {
            return false;
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT judge FROM origin");
                ResultSet row = select.executeQuery()) {
            return row.next() && judge.equals(row.getString(1));
        }
    }

    private static List<String> statements(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found.stream().sorted().toList();
    }

    private static long number(Connection connection, String pragma) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(pragma);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : -1;
        }
    }
}
