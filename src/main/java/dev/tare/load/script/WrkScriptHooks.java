package dev.tare.load.script;

import dev.tare.io.wire.GrowableBytes;
import dev.tare.io.wire.Http1Head;
import dev.tare.load.request.OutgoingRequest;
import dev.tare.load.spec.LoadHooks;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A script's part in a load.
 *
 * <p>Thread-safety: as {@link LoadHooks} says.
 */
public final class WrkScriptHooks implements LoadHooks {
    private final WrkScript script;
    private final List<ScriptPart> parts;

    /** The part of a script that is open for as long as the load runs. */
    public WrkScriptHooks(WrkScript script) {
        this.script = script;
        parts =
                script.threads().stream()
                        .map(thread -> new ScriptPart(thread, script.hooks(), script.pipeline()))
                        .toList();
    }

    @Override
    public List<? extends ThreadPart> threads() {
        return parts;
    }

    @Override
    public InetSocketAddress address(int number) {
        return script.address(number);
    }

    private static final class ScriptPart implements ThreadPart {
        private final ScriptThread thread;
        private final ScriptHooks hooks;
        private final int pipeline;
        private boolean made;
        private int lastLength;
        private MemorySegment copied = MemorySegment.NULL;

        ScriptPart(ScriptThread thread, ScriptHooks hooks, int pipeline) {
            this.thread = thread;
            this.hooks = hooks;
            this.pipeline = pipeline;
        }

        @Override
        public boolean makesRequests() {
            return true;
        }

        @Override
        public int nextRequest() {
            // Without a function of the script's own the request is always the same.
            if (hooks.request() || !made) {
                lastLength = thread.nextRequest();
                made = true;
            }
            return pipeline;
        }

        @Override
        public void copyRequest(OutgoingRequest into) {
            GrowableBytes making = into.beginMaking().reserve(lastLength);
            making.append(request(lastLength), 0, lastLength);
            into.made();
        }

        @Override
        public int address() {
            return thread.addressNumber();
        }

        private MemorySegment request(int length) {
            if (copied.byteSize() < length) {
                copied = Arena.ofAuto().allocate(2L * length);
            }
            thread.copyRequest(0, copied, 0, length);
            return copied;
        }

        @Override
        public boolean headRequest() {
            return thread.headRequest();
        }

        @Override
        public boolean pauses() {
            return hooks.delay();
        }

        @Override
        public long nextPauseNs() {
            return thread.nextDelayNs();
        }

        @Override
        public boolean looksAtAnswers() {
            return hooks.response();
        }

        @Override
        public AnswerObserver newObserver() {
            return new Observer(thread, thread.newAnswer());
        }

        @Override
        public boolean stopAsked() {
            return thread.stopRequested();
        }
    }

    private record Observer(ScriptThread thread, ScriptAnswer answer) implements AnswerObserver {
        @Override
        public void onHead(Http1Head head) {
            answer.begin(head);
        }

        @Override
        public void onBody(MemorySegment buffer, long offset, int length) {
            answer.onBody(buffer, offset, length);
        }

        @Override
        public void onAnswered() {
            thread.answered(answer);
        }
    }
}
