#pragma once
// Every fact discovery establishes, in five groups, one per probe of the layer `setup`. A fact is
// absent when it does not apply or is unknown; `no` means it was looked at. A list is never empty:
// it exists exactly when there is something to list, so a rule may ask `exists`.

#include "setup/facts_client.h"
#include "setup/facts_credential.h"
#include "setup/facts_files.h"
#include "setup/facts_url.h"
#include "setup/facts_vault.h"
