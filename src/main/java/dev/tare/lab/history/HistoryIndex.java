package dev.tare.lab.history;

import dev.tare.lab.verdict.Figure.Interval;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Verdict;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The index as a database: what was read of every bundle, by path. Every value goes through a
 * prepared statement. One thread at a time.
 */
final class HistoryIndex implements AutoCloseable {
    private final Connection connection;

    private HistoryIndex(Connection connection) {
        this.connection = connection;
    }

    /** What an index holds for a path. */
    record Known(String fingerprint, String passedOver) {}

    /** A bundle with its place in the index. */
    record Row(long id, BundleEntry entry, String identity) {}

    /** A figure with the bundle that it is of. */
    record FigureRow(long bundle, FigureEntry figure) {}

    /**
     * Opens a database and makes the tables where there are none.
     *
     * @param url of the driver
     * @param judge which code weighs bundles here
     * @throws SQLException where it cannot be opened, or is no index of this version and this judge
     */
    static HistoryIndex open(String url, String judge) throws SQLException {
        Connection connection = DriverManager.getConnection(url, new Properties());
        try {
            IndexSchema.prepare(connection);
            connection.setAutoCommit(false);
            if (IndexSchema.isEmpty(connection)) {
                IndexSchema.create(connection, judge);
                connection.commit();
            } else if (!IndexSchema.fits(connection, judge)) {
                throw new SQLException("made by another version");
            }
            return new HistoryIndex(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** What is known, by path. */
    Map<String, Known> known() throws SQLException {
        Map<String, Known> known = new HashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT path, fingerprint, passed_over FROM bundle");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                known.put(rows.getString(1), new Known(rows.getString(2), rows.getString(3)));
            }
        }
        return known;
    }

    /** Forgets a bundle. */
    void remove(String path) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM bundle WHERE path = ?")) {
            delete.setString(1, path);
            delete.executeUpdate();
        }
        connection.commit();
    }

    /**
     * Puts what was read of a bundle in the place of what was known of it; all of it or nothing.
     */
    void put(String path, String fingerprint, BundleFacts facts) throws SQLException {
        try {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM bundle WHERE path = ?")) {
                delete.setString(1, path);
                delete.executeUpdate();
            }
            switch (facts) {
                case BundleFacts.PassedOver(String why) -> insert(path, fingerprint, why, "", null);
                case BundleFacts.Weighed weighed -> {
                    long id = insert(path, fingerprint, "", weighed.identity(), weighed.entry());
                    insertNames(id, weighed.entry());
                    insertFigures(id, weighed.figures());
                }
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        }
    }

    private long insert(
            String path,
            String fingerprint,
            String passedOver,
            String identity,
            @Nullable BundleEntry entry)
            throws SQLException {
        String sql =
                "INSERT INTO bundle (path, fingerprint, passed_over, identity, created_epoch_ns,"
                        + " tare_version, commit_id, kernel, java_version, plan_name, plan_sha256,"
                        + " machine, blocks, planned_blocks)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, path);
            insert.setString(2, fingerprint);
            insert.setString(3, passedOver);
            insert.setString(4, identity);
            insert.setLong(5, entry == null ? 0 : entry.createdEpochNs());
            insert.setString(6, entry == null ? "" : entry.tareVersion());
            insert.setString(7, entry == null ? "" : entry.commit());
            insert.setString(8, entry == null ? "" : entry.kernel());
            insert.setString(9, entry == null ? "" : entry.javaVersion());
            insert.setString(10, entry == null ? "" : entry.planName());
            insert.setString(11, entry == null ? "" : entry.planSha256());
            insert.setString(12, entry == null ? "" : entry.machine());
            insert.setInt(13, entry == null ? 0 : entry.blocks());
            insert.setInt(14, entry == null ? 0 : entry.plannedBlocks());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void insertNames(long id, BundleEntry entry) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO specimen (bundle, name, version) VALUES (?, ?, ?)")) {
            for (var specimen : entry.versions().entrySet()) {
                insert.setLong(1, id);
                insert.setString(2, specimen.getKey());
                insert.setString(3, specimen.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO workload (bundle, name, words, sha256)"
                                + " VALUES (?, ?, ?, ?)")) {
            for (var workload : entry.workloads().entrySet()) {
                insert.setLong(1, id);
                insert.setString(2, workload.getKey());
                insert.setString(3, workload.getValue().words());
                insert.setString(4, workload.getValue().sha256());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertFigures(long id, List<FigureEntry> figures) throws SQLException {
        String sql =
                "INSERT INTO figure (bundle, measure, kind, workload, specimen, place, value, low,"
                        + " high, level, lower_bound, verdict, reason)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (FigureEntry figure : figures) {
                insert.setLong(1, id);
                insert.setString(2, figure.measure().name());
                insert.setString(3, figure.kind().name());
                insert.setString(4, figure.workload());
                insert.setString(5, figure.specimen());
                insert.setInt(6, figure.place());
                number(insert, 7, figure.value());
                number(insert, 8, figure.interval().map(Interval::low).orElse(Double.NaN));
                number(insert, 9, figure.interval().map(Interval::high).orElse(Double.NaN));
                number(insert, 10, figure.interval().map(Interval::level).orElse(Double.NaN));
                insert.setBoolean(11, figure.lowerBound());
                insert.setString(12, figure.verdict().name());
                insert.setString(13, figure.reason());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void number(PreparedStatement insert, int column, double value)
            throws SQLException {
        if (Double.isFinite(value)) {
            insert.setDouble(column, value);
        } else {
            insert.setNull(column, Types.REAL);
        }
    }

    /** The bundles that make points, oldest first. */
    List<Row> bundles() throws SQLException {
        Map<Long, Map<String, String>> versions = new HashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT bundle, name, version FROM specimen");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                versions.computeIfAbsent(rows.getLong(1), any -> new HashMap<>())
                        .put(rows.getString(2), rows.getString(3));
            }
        }
        Map<Long, Map<String, WorkloadIdentity>> workloads = new HashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT bundle, name, words, sha256 FROM workload");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                workloads
                        .computeIfAbsent(rows.getLong(1), any -> new HashMap<>())
                        .put(
                                rows.getString(2),
                                new WorkloadIdentity(rows.getString(3), rows.getString(4)));
            }
        }
        return bundles(versions, workloads);
    }

    private List<Row> bundles(
            Map<Long, Map<String, String>> versions,
            Map<Long, Map<String, WorkloadIdentity>> workloads)
            throws SQLException {
        String sql =
                "SELECT id, path, created_epoch_ns, tare_version, commit_id, kernel, java_version,"
                        + " plan_name, plan_sha256, machine, blocks, planned_blocks, identity"
                        + " FROM bundle WHERE passed_over = '' ORDER BY created_epoch_ns, path";
        List<Row> bundles = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long id = row.getLong(1);
                BundleEntry entry =
                        new BundleEntry(
                                row.getString(2),
                                row.getLong(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getString(8),
                                row.getString(9),
                                row.getString(10),
                                row.getInt(11),
                                row.getInt(12),
                                versions.getOrDefault(id, Map.of()),
                                workloads.getOrDefault(id, Map.of()));
                bundles.add(new Row(id, entry, row.getString(13)));
            }
        }
        return bundles;
    }

    /** The figures that {@code query} asks for, in no order. */
    List<FigureRow> figures(Query query) throws SQLException {
        String sql =
                "SELECT bundle, workload, specimen, place, value, low, high, level, lower_bound,"
                        + " verdict, reason FROM figure WHERE measure = ?1 AND kind = ?2"
                        + " AND (?3 = 0 OR specimen = ?4) AND (?5 = 0 OR workload = ?6)";
        List<FigureRow> figures = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (FigureKind kind : query.kinds()) {
                select.setString(1, query.measure().name());
                select.setString(2, kind.name());
                select.setBoolean(3, query.specimen().isPresent());
                select.setString(4, query.specimen().orElse(""));
                select.setBoolean(5, query.workload().isPresent());
                select.setString(6, query.workload().orElse(""));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        figures.add(figure(row, query.measure(), kind));
                    }
                }
            }
        }
        return figures;
    }

    private static FigureRow figure(ResultSet row, Measure measure, FigureKind kind)
            throws SQLException {
        double low = number(row, 6);
        double high = number(row, 7);
        double level = number(row, 8);
        Optional<Interval> interval =
                low <= high && level > 0 && level < 1
                        ? Optional.of(new Interval(low, high, level))
                        : Optional.empty();
        return new FigureRow(
                row.getLong(1),
                new FigureEntry(
                        row.getString(3),
                        row.getString(2),
                        row.getInt(4),
                        measure,
                        kind,
                        number(row, 5),
                        interval,
                        row.getBoolean(9),
                        verdict(row.getString(10)),
                        row.getString(11)));
    }

    private static Verdict verdict(String name) throws SQLException {
        try {
            return Verdict.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new SQLException("no verdict is called \"" + name + "\"", e);
        }
    }

    private static double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }
}
