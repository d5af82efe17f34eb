package dev.tare.lab.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.tare.specimen.PeerProcess;
import dev.tare.testing.PeerTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptor sets as protoc writes them, and as nobody should. */
final class DescriptorSetTest {
    @TempDir private Path folder;

    private static GrpcMethod unary(Path set) throws GrpcException {
        return GrpcMethod.resolve(
                "tare.test.v1.Echo/Unary", new DescriptorSource.DescriptorSet(set));
    }

    private Path write(FileDescriptorProto... files) throws IOException {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        for (FileDescriptorProto file : files) {
            set.addFile(file);
        }
        return Files.write(folder.resolve("x.protoset"), set.build().toByteArray());
    }

    @Test
    void proto2WithGroupsIsRead() throws GrpcException {
        GrpcMethod old =
                GrpcMethod.resolve(
                        "tare.old.OldService/Call",
                        new DescriptorSource.DescriptorSet(GrpcFixtures.file("old.protoset")));
        assertThat(old.request().encode("{\"name\":\"a\",\"grp\":{\"inside\":\"b\"}}"))
                .containsExactly(10, 1, 'a', 35, 10, 1, 'b', 36);
    }

    @Test
    void editionsAreRead() throws GrpcException {
        GrpcMethod modern =
                GrpcMethod.resolve(
                        "tare.edition.ModernService/Call",
                        new DescriptorSource.DescriptorSet(GrpcFixtures.file("edition.protoset")));
        // Packed is the default of editions; an implicit empty string is not sent.
        assertThat(modern.request().encode("{\"always\":\"\",\"numbers\":[1,2]}"))
                .containsExactly(18, 2, 1, 2);
    }

    @Test
    void aSetWithoutItsImportsSaysHowToWriteOne() {
        Path alone = GrpcFixtures.file("echo-alone.protoset");
        assertThatThrownBy(() -> unary(alone))
                .isInstanceOf(GrpcException.class)
                .hasMessage(
                        alone
                                + ": the import \"tare/test/v1/rich.proto\" is not there; write the"
                                + " set with protoc --include_imports");
    }

    @Test
    void importsOfGooglesOwnFilesNeedNotBeInTheSet() throws Exception {
        FileDescriptorProto file =
                FileDescriptorProto.newBuilder()
                        .setName("a.proto")
                        .setSyntax("proto3")
                        .addDependency("google/protobuf/timestamp.proto")
                        .addMessageType(
                                DescriptorProto.newBuilder()
                                        .setName("A")
                                        .addField(
                                                FieldDescriptorProto.newBuilder()
                                                        .setName("at")
                                                        .setNumber(1)
                                                        .setTypeName("google.protobuf.Timestamp")))
                        .build();
        Path set = write(file);
        KnownServices known = DescriptorLoader.load(new DescriptorSource.DescriptorSet(set), "x.Y");
        assertThat(known.files())
                .extracting(f -> f.getName())
                .containsExactlyInAnyOrder("a.proto", "google/protobuf/timestamp.proto");
    }

    @Test
    void whatIsNoSetSaysSo() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        Path text = Files.writeString(folder.resolve("text"), "syntax = \"proto3\";");
        assertThatThrownBy(() -> unary(empty))
                .hasMessageContaining("empty is no descriptor set (no file is in it)")
                .hasMessageContaining("--descriptor_set_out=FILE");
        assertThatThrownBy(() -> unary(text)).hasMessageContaining("text is no descriptor set (");
        assertThatThrownBy(() -> unary(folder)).hasMessageContaining("cannot be read");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        Path large = folder.resolve("large");
        Files.write(large, new byte[11]);
        assertThatThrownBy(() -> DescriptorLoader.read(large, 10))
                .hasMessage(large + " is larger than 10 bytes");
        assertThat(DescriptorLoader.MAX_SET_BYTES).isLessThan(Integer.MAX_VALUE);
    }

    @Test
    void aFileThatImportsItselfIsRefused() throws IOException {
        FileDescriptorProto.Builder a =
                FileDescriptorProto.newBuilder().setName("a").addDependency("b");
        FileDescriptorProto.Builder b =
                FileDescriptorProto.newBuilder().setName("b").addDependency("a");
        Path set = write(a.build(), b.build());
        assertThatThrownBy(() -> unary(set)).hasMessageContaining("imports itself");
    }

    @Test
    void aChainOfImportsIsBounded() {
        FileDescriptorProto[] chain =
                new FileDescriptorProto[DescriptorLinker.MAX_IMPORT_DEPTH + 1];
        for (int i = 0; i < chain.length; i++) {
            FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName("f" + i);
            if (i + 1 < chain.length) {
                file.addDependency("f" + (i + 1));
            }
            chain[i] = file.build();
        }
        assertThatThrownBy(
                        () -> {
                            DescriptorLinker linker =
                                    new DescriptorLinker("x", "", name -> find(chain, name));
                            linker.add(chain[0]);
                            linker.link();
                        })
                .hasMessage("x: a chain of more than 200 imports");
    }

    private static Optional<FileDescriptorProto> find(FileDescriptorProto[] files, String name) {
        return Arrays.stream(files).filter(f -> f.getName().equals(name)).findFirst();
    }

    @Test
    void theNumberOfFilesIsBounded() throws GrpcException {
        DescriptorLinker linker = new DescriptorLinker("x", "", name -> Optional.empty());
        for (int i = 0; i < DescriptorLinker.MAX_FILES; i++) {
            linker.add(FileDescriptorProto.newBuilder().setName("f" + i).build());
        }
        assertThatThrownBy(() -> linker.add(FileDescriptorProto.newBuilder().setName("g").build()))
                .hasMessage("x: more than 10000 files of descriptors");
    }

    @Test
    void aTypeThatIsNotThereIsNamed() throws IOException {
        FileDescriptorProto file =
                FileDescriptorProto.newBuilder()
                        .setName("a.proto")
                        .addMessageType(
                                DescriptorProto.newBuilder()
                                        .setName("A")
                                        .addField(
                                                FieldDescriptorProto.newBuilder()
                                                        .setName("b")
                                                        .setNumber(1)
                                                        .setTypeName("Nowhere")))
                        .build();
        Path set = write(file);
        assertThatThrownBy(() -> unary(set))
                .hasMessageContaining("descriptor fault: A.b: \"Nowhere\" is not defined");
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void aSetWithWrongBytesIsReadOrRefusedAndNothingElse(long seed) throws IOException {
        byte[] whole = Files.readAllBytes(GrpcFixtures.file("echo.protoset"));
        SplittableRandom random = new SplittableRandom(seed);
        Path set = folder.resolve("mutated");
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            byte[] bytes = whole.clone();
            for (int flips = random.nextInt(1, 8); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(set, bytes);
            try {
                unary(set);
            } catch (GrpcException e) {
                refused++;
                assertThat(e.getMessage()).hasLineCount(1);
            }
        }
        assertThat(refused).isBetween(1, 99);
    }

    @PeerTest("protoc")
    @Test
    void theFixturesAreWhatProtocMakesOfTheFiles() throws Exception {
        Path root = GrpcFixtures.file("old.proto").getParent();
        Path made = folder.resolve("made");
        PeerProcess.run(
                "protoc",
                "-I" + root,
                "--include_imports",
                "--descriptor_set_out=" + made,
                "tare/test/v1/echo.proto");
        assertThat(unary(made).requestType().toProto())
                .isEqualTo(unary(GrpcFixtures.file("echo.protoset")).requestType().toProto());
    }
}
