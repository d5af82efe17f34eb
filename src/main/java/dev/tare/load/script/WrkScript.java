package dev.tare.load.script;

import dev.tare.base.core.Field;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of wrk's scripts, ready for a load: its main state, in which {@code setup} and {@code done}
 * run, and a state for each of the load's threads.
 *
 * <p>Thread-safety: the thread that opened it, and not while load threads use their {@link
 * ScriptThread}s; closing it while one does ends the process.
 */
public final class WrkScript implements AutoCloseable {
    private final ScriptSpec spec;
    private final Arena arena = Arena.ofShared();
    private final AddressBook book;
    private final HostCalls host;
    private final List<LuaState> states = new ArrayList<>();
    private final List<ScriptThread> threads = new ArrayList<>();
    private LuaState main;
    private ScriptHooks hooks;
    private int pipeline;

    private WrkScript(ScriptSpec spec) {
        this.spec = spec;
        book = new AddressBook(spec.addresses().getFirst());
        host = new HostCalls(book, spec.dialect());
        main = newState();
        hooks = new ScriptHooks(false, false, false, false, false);
    }

    /**
     * Runs the script in all of its states, then {@code setup} and {@code init} for one thread
     * after the other; then has the first thread make one request, to count how many it sends at
     * once. What the script prints meanwhile is printed.
     *
     * @throws ScriptException when any of this fails
     */
    public static WrkScript open(ScriptSpec spec) {
        requireReadable(spec.script());
        WrkScript script = new WrkScript(spec);
        try {
            script.begin();
            return script;
        } catch (RuntimeException | Error e) {
            script.close();
            throw e;
        }
    }

    /**
     * Runs the script in one state only, and looks at what it defines: to refuse a faulty one
     * early.
     *
     * @throws ScriptException when it cannot be read, or its own code fails
     */
    public static ScriptHooks check(ScriptSpec spec) {
        requireReadable(spec.script());
        try (WrkScript script = new WrkScript(spec)) {
            script.load(script.main);
            return hooksOf(script.main);
        }
    }

    private static void requireReadable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ScriptException(
                    "the script " + file + " cannot be read; -s takes the path of a Lua file");
        }
    }

    private LuaState newState() {
        LuaState state = new LuaState(spec.script().toString(), host, spec.output(), arena);
        states.add(state);
        return state;
    }

    private void begin() {
        load(main);
        for (InetSocketAddress address : spec.addresses()) {
            main.mailbox().number(0, book.number(address));
            main.cold(ColdOp.ADD_ADDRESS);
        }
        for (int i = 0; i < spec.threads(); i++) {
            beginThread(i);
            if (i == 0) {
                ScriptThread first = threads.getFirst();
                pipeline = PipelineDepth.of(spec.script().toString(), first.copyOfRequest());
                ScriptHooks inThread = hooksOf(first.state());
                ScriptHooks inMain = hooksOf(main);
                hooks =
                        new ScriptHooks(
                                inThread.request(),
                                inThread.delay(),
                                inThread.response(),
                                inMain.done(),
                                inThread.teardown());
            } else {
                hooksOf(threads.get(i).state());
            }
        }
    }

    private void beginThread(int index) {
        LuaState state = newState();
        state.mailbox().address(AddressBook.OWN);
        load(state);
        state.cold(ColdOp.OWN_THREAD);
        host.addThread(state);
        threads.add(new ScriptThread(spec, state, book, arena));
        main.mailbox().number(0, index);
        main.cold(ColdOp.SETUP);
        addArguments(state);
        state.cold(ColdOp.INIT);
    }

    /** What every state begins with: the target, the fields, the script's own code. */
    private void load(LuaState state) {
        Mailbox box = state.mailbox();
        for (Map.Entry<String, String> part : WrkUrl.parts(spec.url()).entrySet()) {
            box.give(0, part.getKey());
            box.give(1, part.getValue());
            state.cold(ColdOp.SET_TARGET);
        }
        for (Field field : spec.fields()) {
            box.give(0, field.name());
            box.give(1, field.value());
            state.cold(ColdOp.SET_FIELD);
        }
        Path folder = spec.script().toAbsolutePath().getParent();
        box.give(0, spec.script().toString());
        box.give(1, folder == null ? "." : folder.toString());
        state.cold(ColdOp.LOAD);
    }

    /** The URL is argument 0. */
    private void addArguments(LuaState state) {
        List<String> all = new ArrayList<>(List.of(spec.url()));
        all.addAll(spec.arguments());
        for (int i = 0; i < all.size(); i++) {
            state.mailbox().number(0, i);
            state.mailbox().give(0, all.get(i));
            state.cold(ColdOp.ADD_ARGUMENT);
        }
    }

    private static ScriptHooks hooksOf(LuaState state) {
        state.cold(ColdOp.HOOKS);
        Mailbox box = state.mailbox();
        return new ScriptHooks(
                box.number(0) != 0,
                box.number(1) != 0,
                box.number(2) != 0,
                box.number(3) != 0,
                box.number(4) != 0);
    }

    /**
     * Which functions the script defines, after {@code init} of the first thread: these are asked
     * for in all threads.
     */
    public ScriptHooks hooks() {
        return hooks;
    }

    /** How many requests each call of {@code request} gives: 1 but for a script that pipelines. */
    public int pipeline() {
        return pipeline;
    }

    /** The threads' sides, in the order of the threads. */
    public List<ScriptThread> threads() {
        return List.copyOf(threads);
    }

    /**
     * The address that the script knows by a number that {@link ScriptThread#addressNumber} has
     * given; called by any thread.
     */
    InetSocketAddress address(int number) {
        return book.address(number);
    }

    /**
     * Runs {@code teardown} in every thread's state, where the script has it: a function of
     * Kinvolk's wrk2.
     *
     * @throws ScriptException when it fails
     */
    public void teardown() {
        if (hooks.teardown()) {
            threads.forEach(thread -> thread.state().cold(ColdOp.TEARDOWN));
        }
    }

    /**
     * Runs {@code done}, where the script has it.
     *
     * @param latency in microseconds, of all requests
     * @param requests requests a second, of one thread each, one value an interval
     * @throws ScriptException when it fails
     */
    public void done(ScriptSummary summary, ScriptStatistics latency, ScriptStatistics requests) {
        if (!hooks.done()) {
            return;
        }
        host.statistics(latency, requests);
        long[] numbers = summary.numbers();
        for (int i = 0; i < numbers.length; i++) {
            main.mailbox().number(i, numbers[i]);
        }
        main.cold(ColdOp.DONE);
    }

    /** Ends all states. */
    @Override
    public void close() {
        states.forEach(LuaState::close);
        states.clear();
        arena.close();
    }
}
