package dev.tare.load.worker;

import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.FurtherCheck;
import dev.tare.base.core.RequestBody;
import dev.tare.base.core.RequestSpec;
import dev.tare.load.request.TemplateData;
import dev.tare.load.spec.Endpoint;
import dev.tare.load.spec.Protocol;
import dev.tare.load.spec.Target;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An endpoint as JSON, in the names of {@code docs/format/worker-v1.md}. */
final class EndpointJson {
    private EndpointJson() {}

    static ObjectNode write(Endpoint endpoint) {
        ObjectNode json = JsonObject.create();
        json.put("name", endpoint.name());
        json.set("target", write(endpoint.target()));
        json.set("request", write(endpoint.request()));
        ArrayNode payloads = json.putArray("payloads_base64");
        for (RequestBody payload : endpoint.payloads()) {
            payloads.add(Base64.getEncoder().encodeToString(payload.bytes()));
        }
        json.set("check", write(endpoint.check()));
        json.put("weight", endpoint.weight());
        endpoint.template().ifPresent(template -> json.set("template", write(template)));
        return json;
    }

    private static ObjectNode write(Target target) {
        ObjectNode json = JsonObject.create();
        json.put("protocol", target.protocol().key());
        json.put("host", target.host());
        json.put("port", target.port());
        json.put("unix_socket", target.unixSocket());
        target.tls().ifPresent(tls -> json.set("tls", TlsJson.write(tls)));
        return json;
    }

    private static ObjectNode write(RequestSpec request) {
        ObjectNode json = JsonObject.create();
        json.put("method", request.method());
        json.put("target", request.target());
        ArrayNode fields = json.putArray("fields");
        for (Field field : request.fields()) {
            fields.addObject().put("name", field.name()).put("value", field.value());
        }
        json.put("body", request.body());
        return json;
    }

    private static ObjectNode write(AnswerCheck check) {
        ObjectNode json = JsonObject.create();
        json.put("status_min", check.statusMin());
        json.put("status_max", check.statusMax());
        json.put("body_length", check.bodyLength());
        json.put("body_pattern", check.bodyPattern());
        ArrayNode further = json.putArray("further");
        check.further().forEach(each -> further.add(write(each)));
        return json;
    }

    private static ObjectNode write(FurtherCheck check) {
        ObjectNode json = JsonObject.create();
        switch (check) {
            case FurtherCheck.Header(String name, Optional<String> value) -> {
                json.put("type", "header").put("name", name);
                value.ifPresent(text -> json.put("value", text));
            }
            case FurtherCheck.BodyEquals(String text) ->
                    json.put("type", "body_equals").put("text", text);
            case FurtherCheck.BodyMatches(String regex) ->
                    json.put("type", "body_matches").put("regex", regex);
            case FurtherCheck.BodyJson(String pointer, Optional<String> value) -> {
                json.put("type", "body_json").put("pointer", pointer);
                value.ifPresent(text -> json.put("value", text));
            }
            case FurtherCheck.BodyChecksum(FurtherCheck.Checksum algorithm, String hex) ->
                    json.put("type", "body_checksum")
                            .put("algorithm", JsonObject.key(algorithm))
                            .put("hex", hex);
            case FurtherCheck.GrpcStatus(int code) ->
                    json.put("type", "grpc_status").put("code", code);
        }
        return json;
    }

    private static ObjectNode write(TemplateData template) {
        ObjectNode json = JsonObject.create();
        ArrayNode columns = json.putArray("columns");
        template.columns().forEach(columns::add);
        ArrayNode rows = json.putArray("rows");
        for (List<String> row : template.rows()) {
            ArrayNode values = rows.addObject().putArray("values");
            row.forEach(values::add);
        }
        json.put("seed", template.seed());
        return json;
    }

    /**
     * Reads an endpoint.
     *
     * @throws ProtocolException when a field is missing, unknown or of another type
     * @throws IllegalArgumentException when a value is out of its range
     */
    static Endpoint read(JsonObject json) throws ProtocolException {
        Endpoint endpoint =
                new Endpoint(
                        json.text("name"),
                        readTarget(json.object("target")),
                        readRequest(json.object("request")),
                        readPayloads(json),
                        readCheck(json.object("check")),
                        json.smallInteger("weight"),
                        readTemplate(json));
        json.refuseOthers();
        return endpoint;
    }

    private static Target readTarget(JsonObject json) throws ProtocolException {
        Target target =
                new Target(
                        json.constant("protocol", Protocol.values()),
                        json.text("host"),
                        json.smallInteger("port"),
                        json.text("unix_socket"),
                        json.has("tls")
                                ? Optional.of(TlsJson.read(json.object("tls")))
                                : Optional.empty());
        json.refuseOthers();
        return target;
    }

    private static RequestSpec readRequest(JsonObject json) throws ProtocolException {
        List<Field> fields = new ArrayList<>();
        for (JsonObject field : json.objects("fields")) {
            fields.add(new Field(field.text("name"), field.text("value")));
            field.refuseOthers();
        }
        RequestSpec request =
                new RequestSpec(
                        json.text("method"), json.text("target"), fields, json.text("body"));
        json.refuseOthers();
        return request;
    }

    private static List<RequestBody> readPayloads(JsonObject json) throws ProtocolException {
        List<RequestBody> payloads = new ArrayList<>();
        for (String payload : json.texts("payloads_base64")) {
            try {
                payloads.add(RequestBody.of(Base64.getDecoder().decode(payload)));
            } catch (IllegalArgumentException noBase64) {
                throw new ProtocolException("payloads_base64 holds what is no base64");
            }
        }
        return payloads;
    }

    private static AnswerCheck readCheck(JsonObject json) throws ProtocolException {
        List<FurtherCheck> further = new ArrayList<>();
        for (JsonObject each : json.objects("further")) {
            further.add(readFurther(each));
            each.refuseOthers();
        }
        AnswerCheck check =
                new AnswerCheck(
                        json.smallInteger("status_min"),
                        json.smallInteger("status_max"),
                        json.integer("body_length"),
                        json.text("body_pattern"),
                        further);
        json.refuseOthers();
        return check;
    }

    private static FurtherCheck readFurther(JsonObject json) throws ProtocolException {
        String type = json.text("type");
        return switch (type) {
            case "header" -> new FurtherCheck.Header(json.text("name"), readValue(json));
            case "body_equals" -> new FurtherCheck.BodyEquals(json.text("text"));
            case "body_matches" -> new FurtherCheck.BodyMatches(json.text("regex"));
            case "body_json" -> new FurtherCheck.BodyJson(json.text("pointer"), readValue(json));
            case "body_checksum" ->
                    new FurtherCheck.BodyChecksum(
                            json.constant("algorithm", FurtherCheck.Checksum.values()),
                            json.text("hex"));
            case "grpc_status" -> new FurtherCheck.GrpcStatus(json.smallInteger("code"));
            default -> throw new ProtocolException("the check \"" + type + "\" is not known");
        };
    }

    private static Optional<String> readValue(JsonObject json) throws ProtocolException {
        return json.has("value") ? Optional.of(json.text("value")) : Optional.empty();
    }

    private static Optional<TemplateData> readTemplate(JsonObject json) throws ProtocolException {
        if (!json.has("template")) {
            return Optional.empty();
        }
        JsonObject template = json.object("template");
        List<List<String>> rows = new ArrayList<>();
        for (JsonObject row : template.objects("rows")) {
            rows.add(row.texts("values"));
            row.refuseOthers();
        }
        TemplateData data =
                new TemplateData(template.texts("columns"), rows, template.integer("seed"));
        template.refuseOthers();
        return Optional.of(data);
    }
}
