#include "app/common/settings_spaces.h"

#include <unistd.h>

namespace wikivault {

namespace {

bool readSwitch(SettingsValues &values, const std::string &variable) {
    return values.word(variable, {"on", "off"}, "off") == "on";
}

}  // namespace

void readAttachments(SettingsValues &values, Settings &settings) {
    settings.attachments = readSwitch(values, "WIKIVAULT_ATTACHMENTS");
    readPerSpace(values, kSpaceAttachmentsPrefix, &readSwitch, settings.spaceAttachments);
    const std::string limit = "WIKIVAULT_ATTACHMENT_LIMIT_MB";
    settings.attachmentLimitMb = values.positive(limit, settings.attachmentLimitMb, "megabytes");
    if (settings.attachmentLimitMb > kLargestAttachmentMb)
        values.reject(limit, "\"" + std::to_string(settings.attachmentLimitMb) + "\"",
                      "at most " + std::to_string(kLargestAttachmentMb) + " megabytes");
    settings.storageDir = values.text("WIKIVAULT_STORAGE_DIR");
    if (!settings.storageDir.empty() && access(settings.storageDir.c_str(), R_OK | X_OK) != 0)
        values.reject("WIKIVAULT_STORAGE_DIR", "\"" + settings.storageDir + "\"", "a directory this user can read");
}

}  // namespace wikivault
