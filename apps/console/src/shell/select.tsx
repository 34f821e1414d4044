import { Select as AntdSelect, type SelectProps } from 'antd';
import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface Named<Value> extends SelectProps<Value> {
  readonly 'aria-label': string;
}

/** What is open stands in the part of the page that it belongs to, or it is passed over by those who go from part to part. */
const landmarkOf = (field: HTMLElement): HTMLElement =>
  field.closest<HTMLElement>('main, header') ?? document.body;

/** A choice whose list has a name as well: antd gives it to the field alone, and a list without one is read as a list of nothing. */
export const Select = <Value,>(props: Named<Value>) => (
  <AntdSelect<Value>
    {...props}
    getPopupContainer={landmarkOf}
    popupRender={(list) => <NamedList name={props['aria-label']}>{list}</NamedList>}
  />
);

const NamedList = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => {
  const place = useRef<HTMLDivElement>(null);
  // The list is another one when nothing is found, so that it is named after each change.
  useLayoutEffect(() => {
    for (const list of place.current?.querySelectorAll('[role=listbox]') ?? [])
      list.setAttribute('aria-label', name);
  });
  return <div ref={place}>{children}</div>;
};
