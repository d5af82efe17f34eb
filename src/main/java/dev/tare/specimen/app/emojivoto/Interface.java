package dev.tare.specimen.app.emojivoto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The two gRPC interfaces: their methods as grpc-java wants them, and their descriptors as
 * reflection tells them. They are those of {@code Emoji.proto} and {@code Voting.proto}.
 */
final class Interface {
    private static final String PACKAGE = "emojivoto.v1";

    static final String EMOJI_SERVICE = PACKAGE + ".EmojiService";
    static final String VOTING_SERVICE = PACKAGE + ".VotingService";

    static final MethodDescriptor<byte[], byte[]> LIST_ALL = method(EMOJI_SERVICE, "ListAll");
    static final MethodDescriptor<byte[], byte[]> FIND = method(EMOJI_SERVICE, "FindByShortcode");
    static final MethodDescriptor<byte[], byte[]> RESULTS = method(VOTING_SERVICE, "Results");

    /** The method for each of {@link Emoji#ELECTABLE}. */
    static final List<MethodDescriptor<byte[], byte[]>> VOTES =
            Emoji.ELECTABLE.stream().map(e -> method(VOTING_SERVICE, e.method())).toList();

    /** The index of a shortcode's method in {@link #VOTES}. */
    static final Map<String, Integer> METHOD_OF =
            IntStream.range(0, VOTES.size())
                    .boxed()
                    .collect(
                            Collectors.toMap(
                                    i -> Emoji.ELECTABLE.get(i).shortcode(), Function.identity()));

    private Interface() {}

    private static MethodDescriptor<byte[], byte[]> method(String service, String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, name))
                .setRequestMarshaller(ByteMarshaller.INSTANCE)
                .setResponseMarshaller(ByteMarshaller.INSTANCE)
                .build();
    }

    /** {@code Emoji.proto}. */
    static FileDescriptor emojiFile() {
        return link(
                file("Emoji.proto")
                        .addMessageType(message("Emoji", text("unicode", 1), text("shortcode", 2)))
                        .addMessageType(message("ListAllEmojiRequest"))
                        .addMessageType(message("ListAllEmojiResponse", many("list", "Emoji")))
                        .addMessageType(message("FindByShortcodeRequest", text("Shortcode", 1)))
                        .addMessageType(
                                message(
                                        "FindByShortcodeResponse",
                                        part(
                                                "Emoji",
                                                "Emoji",
                                                FieldDescriptorProto.Label.LABEL_OPTIONAL)))
                        .addService(
                                ServiceDescriptorProto.newBuilder()
                                        .setName("EmojiService")
                                        .addMethod(rpc("ListAll", "ListAllEmoji"))
                                        .addMethod(rpc("FindByShortcode", "FindByShortcode"))));
    }

    /** {@code Voting.proto}. */
    static FileDescriptor votingFile() {
        ServiceDescriptorProto.Builder service =
                ServiceDescriptorProto.newBuilder().setName("VotingService");
        Emoji.ELECTABLE.forEach(emoji -> service.addMethod(rpc(emoji.method(), "Vote")));
        service.addMethod(rpc("Results", "Results"));
        FieldDescriptorProto.Builder votes =
                FieldDescriptorProto.newBuilder()
                        .setName("Votes")
                        .setNumber(2)
                        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                        .setType(FieldDescriptorProto.Type.TYPE_INT32);
        return link(
                file("Voting.proto")
                        .addMessageType(
                                message("VotingResult", text("Shortcode", 1), votes.build()))
                        .addMessageType(message("VoteRequest"))
                        .addMessageType(message("VoteResponse"))
                        .addMessageType(message("ResultsRequest"))
                        .addMessageType(message("ResultsResponse", many("results", "VotingResult")))
                        .addService(service));
    }

    private static FileDescriptorProto.Builder file(String name) {
        return FileDescriptorProto.newBuilder()
                .setName(name)
                .setPackage(PACKAGE)
                .setSyntax("proto3");
    }

    private static FileDescriptor link(FileDescriptorProto.Builder file) {
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescriptorProto message(String name, FieldDescriptorProto... fields) {
        return DescriptorProto.newBuilder().setName(name).addAllField(List.of(fields)).build();
    }

    private static FieldDescriptorProto text(String name, int number) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_STRING)
                .build();
    }

    private static FieldDescriptorProto many(String name, String type) {
        return part(name, type, FieldDescriptorProto.Label.LABEL_REPEATED);
    }

    private static FieldDescriptorProto part(
            String name, String type, FieldDescriptorProto.Label label) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(1)
                .setLabel(label)
                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName("." + PACKAGE + "." + type)
                .build();
    }

    private static MethodDescriptorProto rpc(String name, String messages) {
        return MethodDescriptorProto.newBuilder()
                .setName(name)
                .setInputType("." + PACKAGE + "." + messages + "Request")
                .setOutputType("." + PACKAGE + "." + messages + "Response")
                .build();
    }
}
