package dev.tare.view.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the built copies of libraries whose class files are older than Java 6, so that the start
 * cache takes them. The launcher runs it after a build, before {@link StartTraining}.
 *
 * <p>Danger: a cache leaves out classes older than Java 6, and picocli's are of Java 5: they would
 * be read, verified and linked at every start. Fact: what such a class lacks are the frames that
 * the newer verifier compares with, which follow from its code. Use: the frames are computed, the
 * code stays as it is, and the result is verified before it takes the library's place.
 *
 * <p>Source: JVMS 4.10; JEP 483, "AOT cache" and its limits.
 */
public final class StartLibraries {
    /** Class files before this one (Java 6) have no frames. */
    private static final int FIRST_WITH_FRAMES = 50;

    private static final int MAJOR_AT = 6;

    /** A library has a few hundred classes of a few kilobytes; more is no library of ours. */
    private static final int MAX_CLASS_BYTES = 1 << 24;

    private StartLibraries() {}

    /**
     * Rewrites what needs it and leaves the rest alone.
     *
     * @param args the paths of JAR files
     * @throws IOException when one cannot be read or written; it is then as it was
     */
    public static void main(String[] args) throws IOException {
        for (String path : args) {
            rewrite(Path.of(path));
        }
    }

    /**
     * Rewrites a library in its place.
     *
     * @return whether there was anything to rewrite
     * @throws IOException when it cannot be read or written, or a rewritten class is not sound; it
     *     is then as it was
     */
    static boolean rewrite(Path library) throws IOException {
        Path made = library.resolveSibling(library.getFileName() + ".new");
        boolean changed = false;
        try (ZipFile from = new ZipFile(library.toFile())) {
            ClassFile classFile = classFile(from);
            try (OutputStream file = Files.newOutputStream(made);
                    ZipOutputStream to = new ZipOutputStream(file)) {
                for (ZipEntry entry : Collections.list(from.entries())) {
                    byte[] bytes = bytes(from, entry);
                    boolean old = isOld(entry.getName(), bytes);
                    changed |= old;
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    to.putNextEntry(copy);
                    to.write(old ? withFrames(classFile, entry.getName(), bytes) : bytes);
                    to.closeEntry();
                }
            }
            if (changed) {
                Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            Files.deleteIfExists(made);
        }
        return changed;
    }

    private static boolean isOld(String name, byte[] bytes) {
        return name.endsWith(".class")
                && bytes.length >= MAJOR_AT + Short.BYTES
                && ByteBuffer.wrap(bytes).getShort(MAJOR_AT) < FIRST_WITH_FRAMES;
    }

    private static byte[] withFrames(ClassFile classFile, String name, byte[] old)
            throws IOException {
        byte[] made =
                classFile.transformClass(
                        classFile.parse(old),
                        (builder, element) -> {
                            switch (element) {
                                case ClassFileVersion _ ->
                                        builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                                case MethodModel method ->
                                        builder.transformMethod(
                                                method,
                                                MethodTransform.transformingCode(
                                                        CodeTransform.ACCEPT_ALL));
                                default -> builder.with(element);
                            }
                        });
        List<VerifyError> faults = classFile.verify(made);
        if (!faults.isEmpty()) {
            throw new IOException(name + " cannot be rewritten: " + faults.getFirst());
        }
        return made;
    }

    /** Frames name the common parent of two classes: the library's own are looked up in it. */
    private static ClassFile classFile(ZipFile library) {
        ClassHierarchyResolver own =
                ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> open(library, type));
        return ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(
                        own.orElse(ClassHierarchyResolver.defaultResolver()).cached()));
    }

    private static @Nullable InputStream open(ZipFile library, ClassDesc type) {
        String descriptor = type.descriptorString();
        ZipEntry entry =
                library.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : library.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(ZipFile library, ZipEntry entry) throws IOException {
        try (InputStream in = library.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_CLASS_BYTES);
            if (bytes.length == MAX_CLASS_BYTES) {
                throw new IOException(entry.getName() + " is larger than a class may be");
            }
            return bytes;
        }
    }
}
