package dev.tare.lab.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.FurtherCheck;
import java.util.List;

/**
 * How version 1 writes an {@link AnswerCheck}: without further checks. No plan of that version has
 * one but for gRPC, where the workload's protocol says that grpc-status 0 was asked for.
 */
abstract class AnswerCheckFormat {
    @JsonCreator
    AnswerCheckFormat(
            @JsonProperty("status_min") int statusMin,
            @JsonProperty("status_max") int statusMax,
            @JsonProperty("body_length") long bodyLength,
            @JsonProperty("body_pattern") String bodyPattern) {}

    @JsonIgnore
    abstract List<FurtherCheck> further();
}
