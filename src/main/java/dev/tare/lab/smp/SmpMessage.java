package dev.tare.lab.smp;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds a message of SMP by the names of its fields. One thread. */
final class SmpMessage {
    private final DynamicMessage.Builder builder;

    private SmpMessage(Descriptor type) {
        builder = DynamicMessage.newBuilder(type);
    }

    static SmpMessage of(SmpKind kind) {
        return new SmpMessage(kind.descriptor());
    }

    private FieldDescriptor field(String name) {
        FieldDescriptor field = builder.getDescriptorForType().findFieldByName(name);
        if (field == null) {
            throw new IllegalArgumentException(
                    builder.getDescriptorForType().getName() + " has no field " + name);
        }
        return field;
    }

    /** Sets a field of text. */
    SmpMessage with(String name, String value) {
        builder.setField(field(name), value);
        return this;
    }

    /** Sets a field of type double. */
    SmpMessage with(String name, double value) {
        builder.setField(field(name), value);
        return this;
    }

    /** Sets a field of type bool. */
    SmpMessage with(String name, boolean value) {
        builder.setField(field(name), value);
        return this;
    }

    /** Sets a field of type int64. */
    SmpMessage withLong(String name, long value) {
        builder.setField(field(name), value);
        return this;
    }

    /**
     * Sets a field of type int32, if it can hold the value, rounded.
     *
     * @return whether it can
     */
    boolean rounded(String name, double value) {
        long rounded = Math.round(value);
        if (rounded < 0 || rounded > Integer.MAX_VALUE) {
            return false;
        }
        builder.setField(field(name), (int) rounded);
        return true;
    }

    /** Sets a field that is an enum. */
    SmpMessage withEnum(String name, String value) {
        EnumValueDescriptor constant = field(name).getEnumType().findValueByName(value);
        builder.setField(field(name), constant);
        return this;
    }

    /** Sets a field of type {@code google.protobuf.Timestamp}. */
    SmpMessage withTime(String name, long epochNs) {
        long seconds = Math.floorDiv(epochNs, 1_000_000_000L);
        int nanos = (int) Math.floorMod(epochNs, 1_000_000_000L);
        Timestamp time = Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
        Descriptor type = field(name).getMessageType();
        builder.setField(
                field(name),
                DynamicMessage.newBuilder(type)
                        .setField(type.findFieldByName("seconds"), time.getSeconds())
                        .setField(type.findFieldByName("nanos"), time.getNanos())
                        .build());
        return this;
    }

    /** Sets a map of text to text, in the order of its keys. */
    SmpMessage with(String name, Map<String, String> entries) {
        FieldDescriptor field = field(name);
        Descriptor entryType = field.getMessageType();
        SortedMap<String, String> sorted = new TreeMap<>(entries);
        sorted.forEach((key, value) ->
                builder.addRepeatedField(
                        field,
                        DynamicMessage.newBuilder(entryType)
                                .setField(entryType.findFieldByNumber(1), key)
                                .setField(entryType.findFieldByNumber(2), value)
                                .build()));
        return this;
    }

    /** Adds a text to a list. */
    SmpMessage add(String name, String value) {
        builder.addRepeatedField(field(name), value);
        return this;
    }

    /** An empty message for a field, to be given back by {@link #with(String, SmpMessage)}. */
    SmpMessage inner(String name) {
        return new SmpMessage(field(name).getMessageType());
    }

    /** Sets, or adds to, a field that is a message. */
    SmpMessage with(String name, SmpMessage value) {
        FieldDescriptor field = field(name);
        if (field.isRepeated()) {
            builder.addRepeatedField(field, value.build());
        } else {
            builder.setField(field, value.build());
        }
        return this;
    }

    DynamicMessage build() {
        return builder.build();
    }
}
