package dev.tare.load.worker;

import dev.tare.io.net.EventLoops;
import dev.tare.load.engine.LoadEngine;
import dev.tare.load.result.IntervalResult;
import dev.tare.load.result.LoadResult;
import dev.tare.load.spec.LoadSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.ObjectNode;

/**
 * The worker's end of the protocol: reads commands on the calling thread and runs loads on another,
 * so that a stop is heard.
 */
final class WorkerServer {
    private final LineReader commands;
    private final OutputStream out;
    private final LoadEngine engine;
    private final ResultJson results = new ResultJson();
    private final AtomicBoolean busy = new AtomicBoolean();

    WorkerServer(InputStream in, OutputStream out, LoadEngine engine) {
        commands = new LineReader(in);
        this.out = new BufferedOutputStream(out);
        this.engine = engine;
    }

    /**
     * Serves until the other end closes its stream.
     *
     * @return whether the other end kept to the protocol; if not, it was told what it did
     * @throws IOException when the other end cannot be read from or written to
     */
    boolean serve() throws IOException {
        ExecutorService loads =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("tare-worker").daemon().factory());
        try {
            send(hello());
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                obey(JsonObject.parse(line), loads);
            }
            return true;
        } catch (ProtocolException wrong) {
            sendError(String.valueOf(wrong.getMessage()));
            return false;
        } finally {
            engine.stop();
            loads.shutdown();
        }
    }

    private static ObjectNode hello() {
        ObjectNode json = message(Message.HELLO);
        json.put("protocol", Message.PROTOCOL);
        json.put("pid", ProcessHandle.current().pid());
        json.put("java", Runtime.version().toString());
        json.put("back_end", JsonObject.key(EventLoops.auto().backEnd()));
        return json;
    }

    private static ObjectNode message(String type) {
        return JsonObject.create().put(Message.TYPE, type);
    }

    private void obey(JsonObject command, ExecutorService loads) throws ProtocolException {
        String type = command.text(Message.TYPE);
        switch (type) {
            case Message.LOAD -> {
                if (!busy.compareAndSet(false, true)) {
                    throw new ProtocolException("one load at a time");
                }
                JsonObject spec = command.object("spec");
                command.refuseOthers();
                engine.expectRun();
                loads.execute(() -> run(spec));
            }
            case Message.STOP -> {
                command.refuseOthers();
                engine.stop();
            }
            default -> throw new ProtocolException("the type \"" + type + "\" is not known");
        }
    }

    private void run(JsonObject specJson) {
        ObjectNode last;
        try {
            LoadSpec spec = SpecJson.read(specJson);
            LoadResult result = engine.run(spec, this::sendInterval);
            last = message(Message.RESULT);
            results.write(last, result);
        } catch (IOException | RuntimeException | Error failed) {
            // Errors too: who waits for the result must not wait for ever.
            last = error(sentence(failed));
        }
        // Before the last word: whoever has read it may send the next load.
        busy.set(false);
        sendOrStop(last);
    }

    private static String sentence(Throwable failed) {
        String message = failed.getMessage();
        return message == null ? failed.toString() : message;
    }

    private void sendInterval(IntervalResult interval) {
        ObjectNode json = message(Message.INTERVAL);
        results.write(json, interval);
        sendOrStop(json);
    }

    private void sendOrStop(ObjectNode json) {
        try {
            send(json);
        } catch (IOException nobodyReads) {
            engine.stop();
        }
    }

    private static ObjectNode error(String text) {
        return message(Message.ERROR).put("message", text);
    }

    private void sendError(String text) throws IOException {
        send(error(text));
    }

    private synchronized void send(ObjectNode json) throws IOException {
        out.write(JsonObject.text(json).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
        out.flush();
    }
}
