package dev.tare.load.script;

import dev.tare.base.time.EpochClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What scripts ask of us: addresses, other states' variables, statistics, the time.
 *
 * <p>Thread-safety: threads' variables and the statistics are the main state's to ask for, while no
 * load thread runs; the rest may be asked from any state's thread.
 */
final class HostCalls implements Consumer<LuaState> {
    /** How long {@code wrk.connect} tries. */
    static final int CONNECT_TIMEOUT_MS = 5_000;

    private static final long NS_PER_US = 1_000;

    private final AddressBook book;
    private final ScriptDialect dialect;
    private final EpochClock clock = EpochClock.system();
    private final List<LuaState> threads = new ArrayList<>();
    private List<ScriptStatistics> statistics = List.of();

    HostCalls(AddressBook book, ScriptDialect dialect) {
        this.book = book;
        this.dialect = dialect;
    }

    void addThread(LuaState state) {
        threads.add(state);
    }

    /** What {@code done} sees: the latency's, then the request rates'. */
    void statistics(ScriptStatistics latency, ScriptStatistics requests) {
        statistics = List.of(latency, requests);
    }

    @Override
    public void accept(LuaState from) {
        Mailbox box = from.mailbox();
        switch (HostOp.of(box.hostOp())) {
            case LOOKUP ->
                    box.give(
                            0,
                            book.lookup(box.sent(0), box.sent(1)).stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(" ")));
            case CONNECT -> box.number(0, connects(book.address((int) box.number(0))) ? 1 : 0);
            case GET -> {
                LuaState thread = thread(box);
                thread.mailbox().give(0, box, 0);
                thread.cold(ColdOp.EXPORT);
                box.give(0, thread.mailbox(), 0);
            }
            case SET -> {
                LuaState thread = thread(box);
                thread.mailbox().give(0, box, 0);
                thread.mailbox().give(1, box, 1);
                thread.cold(ColdOp.IMPORT);
            }
            case GET_ADDRESS -> box.number(0, thread(box).mailbox().address());
            case SET_ADDRESS -> thread(box).mailbox().address((int) box.number(1));
            case STATISTIC -> statistic(box);
            case TIME -> box.number(0, clock.epochNs() / NS_PER_US);
            case ADDRESS_TEXT -> box.give(0, book.text((int) box.number(0)));
        }
    }

    private LuaState thread(Mailbox box) {
        return threads.get((int) box.number(0));
    }

    private static boolean connects(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void statistic(Mailbox box) {
        ScriptStatistics asked = statistics.get((int) box.number(0));
        double argument = box.number(2);
        switch (StatisticOp.of((int) box.number(1))) {
            case MIN -> box.number(0, asked.min());
            case MAX -> box.number(0, asked.max());
            case MEAN -> box.number(0, asked.mean());
            case STDEV -> box.number(0, asked.stdev());
            case PERCENTILE -> box.number(0, asked.percentile(argument));
            case VALUE -> indexed(box, asked, (long) argument);
            case LENGTH -> box.number(0, length(asked));
        }
    }

    private long length(ScriptStatistics asked) {
        return dialect == ScriptDialect.WRK ? asked.distinct() : asked.total();
    }

    private void indexed(Mailbox box, ScriptStatistics asked, long index) {
        if (dialect == ScriptDialect.WRK) {
            box.number(0, asked.value(index));
            box.number(1, asked.count(index));
        } else {
            box.number(0, asked.ranked(index));
            box.number(1, 1);
        }
    }
}
