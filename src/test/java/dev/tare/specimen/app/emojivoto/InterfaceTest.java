package dev.tare.specimen.app.emojivoto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.tare.lab.grpc.DescriptorSource;
import dev.tare.lab.grpc.GrpcException;
import dev.tare.lab.grpc.GrpcMethod;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class InterfaceTest {
    private static List<String> read(String file, String method)
            throws GrpcException, URISyntaxException {
        Path path = Path.of(Objects.requireNonNull(Interface.class.getResource(file)).toURI());
        return outline(
                GrpcMethod.resolve(method, new DescriptorSource.ProtoFile(path, List.of()))
                        .requestType()
                        .getFile());
    }

    /** Everything in a file that matters on the wire, a line each. */
    private static List<String> outline(FileDescriptor file) {
        List<String> lines = new ArrayList<>();
        for (Descriptor message : file.getMessageTypes()) {
            lines.add("message " + message.getFullName());
            for (FieldDescriptor field : message.getFields()) {
                lines.add(
                        "%s = %d %s %s"
                                .formatted(
                                        field.getFullName(),
                                        field.getNumber(),
                                        field.isRepeated() ? "repeated" : "single",
                                        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                                                ? field.getMessageType().getFullName()
                                                : field.getType()));
            }
        }
        for (ServiceDescriptor service : file.getServices()) {
            for (MethodDescriptor method : service.getMethods()) {
                lines.add(
                        "%s(%s) %s"
                                .formatted(
                                        method.getFullName(),
                                        method.getInputType().getFullName(),
                                        method.getOutputType().getFullName()));
            }
        }
        return lines;
    }

    @Test
    void reflectionTellsWhatStandsInTheFiles() throws Exception {
        List<String> emoji = outline(Interface.emojiFile());
        assertThat(emoji)
                .hasSize(12)
                .contains("emojivoto.v1.FindByShortcodeRequest.Shortcode = 1 single STRING")
                .isEqualTo(read("Emoji.proto", "emojivoto.v1.EmojiService/ListAll"));
        List<String> voting = outline(Interface.votingFile());
        assertThat(voting)
                .hasSize(109)
                .contains("emojivoto.v1.VotingResult.Votes = 2 single INT32")
                .isEqualTo(read("Voting.proto", "emojivoto.v1.VotingService/Results"));
    }

    @Test
    void thereIsAMethodForEachEmojiAndOneMore() {
        assertThat(Emoji.LISTED).hasSize(99).doesNotHaveDuplicates();
        assertThat(Emoji.LISTED.getLast().shortcode()).isEqualTo(":poop:");
        assertThat(Interface.VOTES).hasSize(100);
        assertThat(Interface.VOTES)
                .extracting(method -> method.getFullMethodName())
                .doesNotHaveDuplicates()
                .contains(
                        "emojivoto.v1.VotingService/VoteSeeNoEvil",
                        "emojivoto.v1.VotingService/Vote100",
                        "emojivoto.v1.VotingService/VotePointUp2",
                        "emojivoto.v1.VotingService/VoteJackOLantern",
                        "emojivoto.v1.VotingService/VoteRelaxed");
    }
}
