package dev.tare.lab.meshmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One MeshMark Utilization Efficiency (MUE): a share from 0 to 1, where 1 is best. */
public enum Term {
    /** Of the cores, what the proxies leave to the work. */
    CPU(UtilizationClass.CPU),
    /** Of the memory, what the proxies leave to the work. */
    MEMORY(UtilizationClass.MEMORY),
    /** How short the median response time is. */
    MEDIAN(UtilizationClass.RESPONSE_TIME),
    /** How short the 99th percentile is. */
    TAIL(UtilizationClass.RESPONSE_TIME),
    /** Of the requests asked for, those that were answered in time. */
    DELIVERED(UtilizationClass.VALUE),
    /** Of the requests planned, those that ended well. */
    CORRECT(UtilizationClass.VALUE);

    private final UtilizationClass utilizationClass;

    Term(UtilizationClass utilizationClass) {
        this.utilizationClass = utilizationClass;
    }

    /** Which class it belongs to; every class weighs the same before weights. */
    public UtilizationClass utilizationClass() {
        return utilizationClass;
    }

    /** The name as it is typed and stands in files. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The term with that key, if there is one. */
    public static Optional<Term> of(String key) {
        return Arrays.stream(values()).filter(term -> term.key().equals(key)).findFirst();
    }

    /** What a term is an efficiency of. */
    public enum UtilizationClass {
        CPU,
        MEMORY,
        RESPONSE_TIME,
        /** What the resources are used for. */
        VALUE
    }
}
