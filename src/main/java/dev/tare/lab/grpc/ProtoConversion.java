package dev.tare.lab.grpc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.RpcElement;
import com.squareup.wire.schema.internal.parser.ServiceElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code .proto} file as a descriptor.
 *
 * <p>Only what changes bytes or JSON is taken over: custom options, extensions, reserved numbers
 * and default values change neither (an absent field stays absent in JSON). Names of types stay as
 * they are written; linking resolves them.
 *
 * <p>Source: descriptor.proto of protobuf; "Language Guide (proto3)" and "(proto 2)".
 */
final class ProtoConversion {
    private static final Pattern MAP =
            Pattern.compile("map\\s*<\\s*([^,\\s]+)\\s*,\\s*([^>\\s]+)\\s*>");
    private static final Map<String, FieldDescriptorProto.Type> SCALARS = scalars();
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private final boolean proto3;

    private ProtoConversion(boolean proto3) {
        this.proto3 = proto3;
    }

    /**
     * Reads the text of a file.
     *
     * @param name under which others import it
     * @throws GrpcException that names the place where it is no proto2 or proto3
     */
    static FileDescriptorProto parse(String name, String text) throws GrpcException {
        try {
            ProtoFileElement file =
                    new ProtoParser(Location.get(name), text.toCharArray()).readProtoFile();
            return new ProtoConversion(file.getSyntax() == Syntax.PROTO_3).file(name, file);
        } catch (RuntimeException e) {
            String fault = GrpcException.oneLine(e.getMessage());
            String remedy =
                    fault.contains("edition is not")
                            ? "; compile it with protoc --include_imports --descriptor_set_out"
                                    + " and name that file"
                            : "";
            throw new GrpcException("%s: %s%s".formatted(name, fault, remedy), e);
        } catch (StackOverflowError e) {
            // The parser calls itself for each level of a file that anybody may have written.
            throw new GrpcException("%s: it is nested too deeply".formatted(name), e);
        }
    }

    private FileDescriptorProto file(String name, ProtoFileElement file) {
        FileDescriptorProto.Builder result = FileDescriptorProto.newBuilder().setName(name);
        if (proto3) {
            result.setSyntax("proto3");
        }
        if (file.getPackageName() != null) {
            result.setPackage(file.getPackageName());
        }
        result.addAllDependency(file.getImports());
        result.addAllDependency(file.getWeakImports());
        for (String imported : file.getPublicImports()) {
            result.addPublicDependency(result.getDependencyCount());
            result.addDependency(imported);
        }
        for (TypeElement type : file.getTypes()) {
            switch (type) {
                case MessageElement message -> result.addMessageType(message(message));
                case EnumElement enumeration -> result.addEnumType(enumeration(enumeration));
                default -> {}
            }
        }
        for (ServiceElement service : file.getServices()) {
            result.addService(service(service));
        }
        return result.build();
    }

    private DescriptorProto message(MessageElement message) {
        DescriptorProto.Builder result = DescriptorProto.newBuilder().setName(message.getName());
        for (TypeElement type : message.getNestedTypes()) {
            switch (type) {
                case MessageElement nested -> result.addNestedType(message(nested));
                case EnumElement nested -> result.addEnumType(enumeration(nested));
                default -> {}
            }
        }
        if (isTrue("message_set_wire_format", message.getOptions())) {
            result.getOptionsBuilder().setMessageSetWireFormat(true);
        }
        for (FieldElement field : message.getFields()) {
            result.addField(field(field, result));
        }
        for (GroupElement group : message.getGroups()) {
            result.addField(group(group, result));
        }
        for (OneOfElement oneOf : message.getOneOfs()) {
            int index = result.getOneofDeclCount();
            result.addOneofDecl(OneofDescriptorProto.newBuilder().setName(oneOf.getName()));
            for (FieldElement field : oneOf.getFields()) {
                result.addField(field(field, result).setOneofIndex(index));
            }
            for (GroupElement group : oneOf.getGroups()) {
                result.addField(group(group, result).setOneofIndex(index));
            }
        }
        addSyntheticOneOfs(result);
        return result.build();
    }

    /** {@code optional} of proto3 is a oneof of its own; these come after the written ones. */
    private static void addSyntheticOneOfs(DescriptorProto.Builder message) {
        Set<String> taken = new HashSet<>();
        message.getFieldList().forEach(field -> taken.add(field.getName()));
        message.getOneofDeclList().forEach(oneOf -> taken.add(oneOf.getName()));
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            if (field.getProto3Optional()) {
                String name = "_" + field.getName();
                while (!taken.add(name)) {
                    name = "X" + name;
                }
                field.setOneofIndex(message.getOneofDeclCount());
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name));
            }
        }
    }

    private FieldDescriptorProto.Builder field(FieldElement field, DescriptorProto.Builder in) {
        FieldDescriptorProto.Builder result =
                FieldDescriptorProto.newBuilder()
                        .setName(field.getName())
                        .setNumber(field.getTag());
        label(result, field.getLabel());
        Matcher map = MAP.matcher(field.getType());
        if (map.matches()) {
            DescriptorProto entry = mapEntry(field.getName(), map.group(1), map.group(2));
            in.addNestedType(entry);
            result.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
            result.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(entry.getName());
        } else {
            type(result, field.getType());
        }
        if (field.getJsonName() != null) {
            result.setJsonName(field.getJsonName());
        }
        OptionElement packed = option("packed", field.getOptions());
        if (packed != null) {
            result.getOptionsBuilder().setPacked(String.valueOf(packed.getValue()).equals("true"));
        }
        return result;
    }

    private void label(FieldDescriptorProto.Builder field, Field.@Nullable Label label) {
        field.setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        if (label == Field.Label.REPEATED) {
            field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
        } else if (label == Field.Label.REQUIRED) {
            field.setLabel(FieldDescriptorProto.Label.LABEL_REQUIRED);
        } else if (label == Field.Label.OPTIONAL && proto3) {
            field.setProto3Optional(true);
        }
    }

    private static void type(FieldDescriptorProto.Builder field, String type) {
        FieldDescriptorProto.Type scalar = SCALARS.get(type);
        if (scalar == null) {
            // Whether it is a message or an enum is found out by linking.
            field.setTypeName(type);
        } else {
            field.setType(scalar);
        }
    }

    private FieldDescriptorProto.Builder group(GroupElement group, DescriptorProto.Builder in) {
        DescriptorProto.Builder type = DescriptorProto.newBuilder().setName(group.getName());
        for (FieldElement field : group.getFields()) {
            type.addField(field(field, type));
        }
        in.addNestedType(type);
        FieldDescriptorProto.Builder result =
                FieldDescriptorProto.newBuilder()
                        .setName(group.getName().toLowerCase(Locale.ROOT))
                        .setNumber(group.getTag())
                        .setType(FieldDescriptorProto.Type.TYPE_GROUP)
                        .setTypeName(group.getName());
        label(result, group.getLabel());
        return result;
    }

    private static DescriptorProto mapEntry(String field, String keyType, String valueType) {
        FieldDescriptorProto.Builder key =
                FieldDescriptorProto.newBuilder()
                        .setName("key")
                        .setNumber(KEY)
                        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        FieldDescriptorProto.Builder value =
                FieldDescriptorProto.newBuilder()
                        .setName("value")
                        .setNumber(VALUE)
                        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        type(key, keyType);
        type(value, valueType);
        DescriptorProto.Builder entry =
                DescriptorProto.newBuilder()
                        .setName(mapEntryName(field))
                        .addField(key)
                        .addField(value);
        entry.getOptionsBuilder().setMapEntry(true);
        return entry.build();
    }

    /** {@code string_by_id} becomes {@code StringByIdEntry}. */
    private static String mapEntryName(String field) {
        StringBuilder name = new StringBuilder();
        boolean upper = true;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return name.append("Entry").toString();
    }

    private static EnumDescriptorProto enumeration(EnumElement enumeration) {
        EnumDescriptorProto.Builder result =
                EnumDescriptorProto.newBuilder().setName(enumeration.getName());
        if (isTrue("allow_alias", enumeration.getOptions())) {
            result.getOptionsBuilder().setAllowAlias(true);
        }
        enumeration
                .getConstants()
                .forEach(constant ->
                        result.addValueBuilder()
                                .setName(constant.getName())
                                .setNumber(constant.getTag()));
        return result.build();
    }

    private static ServiceDescriptorProto service(ServiceElement service) {
        ServiceDescriptorProto.Builder result =
                ServiceDescriptorProto.newBuilder().setName(service.getName());
        for (RpcElement rpc : service.getRpcs()) {
            result.addMethodBuilder()
                    .setName(rpc.getName())
                    .setInputType(rpc.getRequestType())
                    .setOutputType(rpc.getResponseType())
                    .setClientStreaming(rpc.getRequestStreaming())
                    .setServerStreaming(rpc.getResponseStreaming());
        }
        return result.build();
    }

    private static boolean isTrue(String name, List<OptionElement> options) {
        OptionElement option = option(name, options);
        return option != null && String.valueOf(option.getValue()).equals("true");
    }

    private static @Nullable OptionElement option(String name, List<OptionElement> options) {
        for (OptionElement option : options) {
            if (option.getName().equals(name)) {
                return option;
            }
        }
        return null;
    }

    private static Map<String, FieldDescriptorProto.Type> scalars() {
        Map<String, FieldDescriptorProto.Type> scalars = new TreeMap<>();
        List<FieldDescriptorProto.Type> named =
                new ArrayList<>(List.of(FieldDescriptorProto.Type.values()));
        named.removeAll(
                List.of(
                        FieldDescriptorProto.Type.TYPE_MESSAGE,
                        FieldDescriptorProto.Type.TYPE_ENUM,
                        FieldDescriptorProto.Type.TYPE_GROUP));
        for (FieldDescriptorProto.Type type : named) {
            scalars.put(type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT), type);
        }
        return scalars;
    }
}
