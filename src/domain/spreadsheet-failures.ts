/** Why a file cannot be read as a table, and what whoever sent it can do: the one table of these sentences. */
export const SPREADSHEET_FAILURES = {
  file_empty: {
    message: 'The file has nothing in it.',
    hint: 'Open it to see whether the list is there, and send it again.',
  },
  file_type: {
    message: 'The file is neither CSV nor an Excel workbook (.xlsx).',
    hint: 'Open it in Excel or LibreOffice, save it as .xlsx or as CSV (UTF-8), and send that.',
  },
  file_encrypted: {
    message: 'The workbook is locked with a password.',
    hint: 'Open it in Excel, take the password away (File, Info, Protect Workbook), save it, and send it again.',
  },
  file_damaged: {
    message: 'The file is damaged: a part of it is missing or does not fit the rest.',
    hint: 'Ask its sender for the file again, or open it in Excel and save it under another name.',
  },
  file_too_large: {
    message: 'The file holds more than can be read: unpacked at most 200 MB, and 100 MB in one sheet.',
    hint: 'Delete pictures, empty formatted rows and sheets that are no list, or send it in parts.',
  },
  too_many_sheets: {
    message: 'The workbook has more than 50 sheets.',
    hint: 'Send the sheets with the list as a file of their own.',
  },
  too_many_rows: {
    message: 'The file has too many rows.',
    hint: 'Send it in parts: as several files, each with the headings.',
  },
  parse_timeout: {
    message: 'Reading the file took more than 60 seconds.',
    hint: 'Save the list alone, without formulas and pictures, as CSV, and send that.',
  },
} as const;

export type SpreadsheetFailureCode = keyof typeof SPREADSHEET_FAILURES;

export const WORKBOOK_TYPES = ['xls', 'xlsb', 'ods', 'html', 'xml', 'pdf', 'docx', 'zip', 'unknown'] as const;
/** What a file is instead, by its content and not by its name. */
export type DetectedType = (typeof WORKBOOK_TYPES)[number];
