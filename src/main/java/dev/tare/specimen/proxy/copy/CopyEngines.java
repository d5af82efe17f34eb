package dev.tare.specimen.proxy.copy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The copy engines of one proxy: one of the same kind for each event loop.
 *
 * <p>Thread-safety: any thread.
 */
public final class CopyEngines {
    /** Queues that each loop's model has, and their lengths: as in the notebook of the original. */
    private static final int MODEL_QUEUES = 2;

    private static final int MODEL_QUEUE_SIZE = 16;

    private final CopyOptions options;
    private final int loops;
    private final Consumer<String> log;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * Engines for so many loops.
     *
     * @param log told once in a line when bytes pass by other means than was asked for
     */
    public CopyEngines(CopyOptions options, int loops, Consumer<String> log) {
        this.options = options;
        this.loops = loops;
        this.log = log;
    }

    /** By what means they copy. */
    public CopyMethod method() {
        return options.method();
    }

    /**
     * The engine of one loop.
     *
     * @param index of the loop, from 0
     * @param release called by the loop's thread with each buffer that an engine has kept ({@link
     *     CopyEngine#copy}) when it is done with it
     * @throws IOException when it is not to be had here, in one line
     */
    public CopyEngine open(int index, Consumer<MemorySegment> release) throws IOException {
        return switch (options.method()) {
            case MEM -> new MemCopy();
            case SPLICE -> new SpliceCopy(options.minBytes(), this::sayOnce);
            case DSA -> dsa(DsaDevices.ofThisMachine().open(index, loops), release);
            case DSA_MODEL -> dsa(models(index), release);
        };
    }

    private CopyEngine dsa(List<DsaPortal> queues, Consumer<MemorySegment> release) {
        return new DsaCopy(queues, options.minBytes(), DsaCopy.STANDARD_LOOKS, release);
    }

    private List<DsaPortal> models(int index) {
        List<DsaPortal> models = new ArrayList<>();
        for (int i = 0; i < MODEL_QUEUES; i++) {
            DsaFaults faults = options.modelFaults().forQueue(index + "." + i);
            models.add(new DsaModel(MODEL_QUEUE_SIZE, faults));
        }
        return models;
    }

    private void sayOnce(String sentence) {
        if (said.add(sentence)) {
            log.accept(sentence);
        }
    }
}
