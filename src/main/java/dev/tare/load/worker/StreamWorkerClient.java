package dev.tare.load.worker;

import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The runner's end of a worker in another process, over that process's standard streams.
 *
 * <p>Thread-safety: as {@link WorkerClient} says.
 */
public final class StreamWorkerClient implements WorkerClient {
    private final InputStream in;
    private final OutputStream out;
    private final LineReader answers;
    private @Nullable Hello hello;
    private boolean running;

    /**
     * What a worker says of itself.
     *
     * @param pid its process
     * @param java the version of its runtime
     * @param backEnd what it takes for {@code AUTO}
     */
    public record Hello(long pid, String java, String backEnd) {}

    /**
     * A client that has not read anything yet.
     *
     * @param in what the worker writes
     * @param out what the worker reads; its end ends the worker
     */
    public StreamWorkerClient(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
        answers = new LineReader(in);
    }

    /**
     * What the worker says of itself; waits until it has started.
     *
     * @throws IOException when it ends before, or speaks another version of the protocol
     */
    public Hello hello() throws IOException {
        if (hello == null) {
            JsonObject json = next();
            if (!json.text(Message.TYPE).equals(Message.HELLO)) {
                throw new ProtocolException("the worker did not begin with hello");
            }
            long protocol = json.integer("protocol");
            if (protocol != Message.PROTOCOL) {
                throw new ProtocolException(
                        "the worker speaks version %d of the protocol, not %d"
                                .formatted(protocol, Message.PROTOCOL));
            }
            hello = new Hello(json.integer("pid"), json.text("java"), json.text("back_end"));
        }
        return hello;
    }

    private JsonObject next() throws IOException {
        String line;
        try {
            line = answers.readLine();
        } catch (ProtocolException tooLong) {
            throw tooLong;
        } catch (IOException broken) {
            throw new IOException("the worker has ended: " + broken.getMessage(), broken);
        }
        if (line == null) {
            throw new IOException("the worker has ended");
        }
        return JsonObject.parse(line);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException also when the worker cannot run the load; the message is the worker's
     */
    @Override
    public LoadResult run(LoadSpec spec, Consumer<IntervalResult> live) throws IOException {
        Hello _ = hello();
        ObjectNode load = JsonObject.create().put(Message.TYPE, Message.LOAD);
        load.set("spec", SpecJson.write(spec));
        begin(load);
        try {
            return await(live);
        } finally {
            end();
        }
    }

    private LoadResult await(Consumer<IntervalResult> live) throws IOException {
        RuntimeException thrown = null;
        while (true) {
            JsonObject json = next();
            String type = json.text(Message.TYPE);
            switch (type) {
                case Message.INTERVAL -> {
                    IntervalResult interval = ResultJson.readInterval(json);
                    if (thrown == null) {
                        thrown = handOver(interval, live);
                    }
                }
                case Message.RESULT -> {
                    if (thrown != null) {
                        throw thrown;
                    }
                    return ResultJson.readResult(json);
                }
                case Message.ERROR ->
                        throw new IOException("the worker says: " + json.text("message"));
                default ->
                        throw new ProtocolException(
                                "the worker's answer \"" + type + "\" is not known");
            }
        }
    }

    /** What {@code live} throws ends the load, and is thrown when the worker is ready again. */
    private @Nullable RuntimeException handOver(
            IntervalResult interval, Consumer<IntervalResult> live) {
        try {
            live.accept(interval);
            return null;
        } catch (RuntimeException thrown) {
            stop();
            return thrown;
        }
    }

    private synchronized void begin(ObjectNode load) throws IOException {
        running = true;
        try {
            send(load);
        } catch (IOException broken) {
            running = false;
            throw new IOException("the worker has ended", broken);
        }
    }

    private synchronized void end() {
        running = false;
    }

    @Override
    public synchronized void stop() {
        if (!running) {
            return;
        }
        try {
            send(JsonObject.create().put(Message.TYPE, Message.STOP));
        } catch (IOException gone) {
            // Then there is nothing left to stop; run() reads the end of the stream and says so.
            running = false;
        }
    }

    private void send(ObjectNode json) throws IOException {
        out.write((JsonObject.text(json) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Closes both streams, which ends the worker. */
    @Override
    public void close() {
        try (in;
                out) {
            end();
        } catch (IOException gone) {
            // The worker has ended before: that is what was wanted.
            assert !running;
        }
    }
}
