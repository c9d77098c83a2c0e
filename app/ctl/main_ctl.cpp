#include "app/common/logging.h"
#include "app/common/process_setup.h"
#include "app/ctl/ctl.h"

#include <QCoreApplication>

#include <exception>
#include <iostream>

int main(int argc, char **argv) {
    wikivault::prepareProcess();
    wikivault::startLogging({"warn", "", {}});
    const QCoreApplication application(argc, argv);
    try {
        return wikivault::ctl::runCtl({argv + 1, argv + argc});
    } catch (const std::exception &problem) {
        std::cerr << "wikivaultctl ended unexpectedly: " << problem.what() << "\n";
        return wikivault::ctl::kFailed;
    }
}
