package dev.tare.lab.grpc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** Links files of descriptors with those that they import. */
final class DescriptorLinker {
    /** The most files of one source, imports included. */
    static final int MAX_FILES = 10_000;

    /** The longest chain of imports. */
    static final int MAX_IMPORT_DEPTH = 200;

    /** Where an import comes from that is not known yet. */
    @FunctionalInterface
    interface Imports {
        /**
         * A file by the name with which it is imported; empty where there is none.
         *
         * @throws GrpcException when it is there and cannot be read
         */
        Optional<FileDescriptorProto> file(String name) throws GrpcException;
    }

    private final String source;
    private final String remedy;
    private final Imports imports;
    private final Map<String, FileDescriptorProto> known = new HashMap<>();
    private final Map<String, FileDescriptor> linked = new HashMap<>();
    private final SequencedSet<String> underWay = new LinkedHashSet<>();

    /**
     * @param source for messages
     * @param remedy what to do about an import that is not there, for messages
     * @param imports is asked once for each file that is not {@link #add added}
     */
    DescriptorLinker(String source, String remedy, Imports imports) {
        this.source = source;
        this.remedy = remedy;
        this.imports = imports;
    }

    void add(FileDescriptorProto file) throws GrpcException {
        known.put(file.getName(), file);
        if (known.size() > MAX_FILES) {
            throw new GrpcException(
                    "%s: more than %d files of descriptors".formatted(source, MAX_FILES));
        }
    }

    /**
     * Links all files that were added, and all that they import.
     *
     * @throws GrpcException that names the file and the fault
     */
    List<FileDescriptor> link() throws GrpcException {
        for (String name : List.copyOf(known.keySet())) {
            link(name);
        }
        requireDistinctTypes();
        return List.copyOf(linked.values());
    }

    /** One file that is imported by two names would make two types of each of its own. */
    private void requireDistinctTypes() throws GrpcException {
        Map<String, String> files = new HashMap<>();
        for (FileDescriptor file : linked.values()) {
            for (Descriptor type : file.getMessageTypes()) {
                String other = files.put(type.getFullName(), file.getName());
                if (other != null) {
                    throw new GrpcException(
                            "%s: %s is defined both in \"%s\" and in \"%s\""
                                    .formatted(
                                            source,
                                            printable(type.getFullName()),
                                            printable(other),
                                            printable(file.getName())));
                }
            }
        }
    }

    private FileDescriptor link(String name) throws GrpcException {
        FileDescriptor done = linked.get(name);
        if (done != null) {
            return done;
        }
        if (!underWay.add(name)) {
            throw new GrpcException("%s: \"%s\" imports itself".formatted(source, printable(name)));
        }
        if (underWay.size() > MAX_IMPORT_DEPTH) {
            throw new GrpcException(
                    "%s: a chain of more than %d imports".formatted(source, MAX_IMPORT_DEPTH));
        }
        FileDescriptorProto file = known.get(name);
        if (file == null) {
            file = fetch(name);
        }
        List<FileDescriptor> dependencies = new ArrayList<>();
        for (String dependency : file.getDependencyList()) {
            dependencies.add(link(dependency));
        }
        underWay.remove(name);
        FileDescriptor descriptor = build(file, dependencies);
        linked.put(name, descriptor);
        return descriptor;
    }

    private FileDescriptorProto fetch(String name) throws GrpcException {
        Optional<FileDescriptorProto> fetched = imports.file(name);
        if (fetched.isEmpty()) {
            fetched = BundledProtos.file(name);
        }
        if (fetched.isEmpty()) {
            throw new GrpcException(
                    "%s: the import \"%s\" is not there; %s"
                            .formatted(source, printable(name), remedy));
        }
        // Whatever name the other side gave it: dependencies are found by the imported one.
        FileDescriptorProto file = fetched.get().toBuilder().setName(name).build();
        add(file);
        return file;
    }

    private FileDescriptor build(FileDescriptorProto file, List<FileDescriptor> dependencies)
            throws GrpcException {
        try {
            return FileDescriptor.buildFrom(file, dependencies.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException | RuntimeException e) {
            // Descriptors come from files and servers: what else the library trips over in them
            // must end as a refusal too.
            throw new GrpcException(
                    "%s: descriptor fault: %s"
                            .formatted(source, GrpcException.oneLine(e.getMessage())),
                    e);
        } catch (StackOverflowError e) {
            throw new GrpcException(
                    "%s: types in \"%s\" are nested too deeply"
                            .formatted(source, printable(file.getName())),
                    e);
        }
    }

    private static String printable(String name) {
        return GrpcException.oneLine(name);
    }
}
